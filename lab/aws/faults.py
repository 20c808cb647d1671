"""Launches that fail on request, by Auto Scaling group name (the same in every region)."""

_capacity: dict[str, dict[str, str]] = {}


def capacity_faults() -> list[dict[str, str]]:
    return [{'group': group, **fault} for group, fault in _capacity.items()]


def capacity_fault_of(group: str) -> dict[str, str] | None:
    """`{'code', 'message'}` while launches of the group fail."""
    return _capacity.get(group)


def put_capacity_fault(group: str, code: str, message: str) -> list[dict[str, str]]:
    _capacity[group] = {'code': code, 'message': message}
    return capacity_faults()


def delete_capacity_fault(group: str | None) -> list[dict[str, str]]:
    """Clear one group's fault, or all of them."""
    if group is None:
        _capacity.clear()
    else:
        _capacity.pop(group, None)
    return capacity_faults()
