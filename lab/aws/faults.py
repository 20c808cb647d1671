"""Launches that fail on request, by Auto Scaling group name (the same in every region)."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class CapacityFault:
    """`code` and `message` as EC2 answers them; without `lifecycle` every launch fails."""

    group: str
    code: str
    message: str
    lifecycle: str | None = None


_capacity: dict[str, CapacityFault] = {}


def capacity_faults() -> list[dict[str, str | None]]:
    return [asdict(fault) for fault in _capacity.values()]


def capacity_fault_of(group: str, lifecycle: str) -> CapacityFault | None:
    """The fault that a launch of the group meets now."""
    fault = _capacity.get(group)
    return fault if fault is not None and fault.lifecycle in (None, lifecycle) else None


def put_capacity_fault(fault: CapacityFault) -> list[dict[str, str | None]]:
    """One fault a group; the last one counts."""
    _capacity[fault.group] = fault
    return capacity_faults()


def delete_capacity_fault(group: str | None) -> list[dict[str, str | None]]:
    """Clear one group's fault, or all of them."""
    if group is None:
        _capacity.clear()
    else:
        _capacity.pop(group, None)
    return capacity_faults()
