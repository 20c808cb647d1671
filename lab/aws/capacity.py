"""Which instance an Auto Scaling group launches next, and which it ends first. Pure.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/mixed-instances-groups-set-up-overview.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/allocation-strategies.html
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

CROWDING = 0.1
"""The lab's invention: each own instance in a pool counts as 10 % on its price, so that a
strategy that looks for capacity spreads over pools as it does on AWS."""


@dataclass(frozen=True)
class Member:
    """An instance of a group, or one that it could launch."""

    instance_type: str
    zone: str
    lifecycle: str
    weight: int = 1


@dataclass(frozen=True)
class Distribution:
    """InstancesDistribution with AWS' defaults."""

    on_demand_base: int = 0
    on_demand_percentage_above_base: int = 100
    on_demand_strategy: str = 'prioritized'
    spot_strategy: str = 'lowest-price'


def on_demand_target(desired: int, distribution: Distribution) -> int:
    """How many units of the desired capacity are On-Demand.

    Above the base, AWS rounds up in favour of On-Demand.
    """
    base = min(desired, distribution.on_demand_base)
    share = (desired - base) * distribution.on_demand_percentage_above_base / 100
    return base + math.ceil(share)


def next_lifecycle(members: Sequence[Member], desired: int, distribution: Distribution) -> str:
    on_demand = sum(member.weight for member in members if member.lifecycle == 'on-demand')
    return 'on-demand' if on_demand < on_demand_target(desired, distribution) else 'spot'


def next_pool(
    members: Sequence[Member],
    types: Sequence[str],
    zones: Sequence[str],
    lifecycle: str,
    distribution: Distribution,
    offered: Callable[[str, str], bool],
    price: Callable[[str, str, str], float | None],
) -> Member | None:
    """The emptiest zone first, then the strategy's choice of type; None if nothing is offered.

    `types` come in the order of the overrides, which is what `prioritized` goes by. A type
    without a price counts as the most expensive. All ties fall to the earlier zone and type.
    """
    by_zone = Counter(member.zone for member in members)
    by_pool = Counter((member.instance_type, member.zone) for member in members)
    strategy = (
        distribution.spot_strategy if lifecycle == 'spot' else distribution.on_demand_strategy
    )

    def cost(kind: str, zone: str) -> float:
        if 'prioritized' in strategy:
            return types.index(kind)
        base = price(kind, zone, lifecycle)
        crowded = 0.0 if strategy == 'lowest-price' else CROWDING * by_pool[kind, zone]
        return math.inf if base is None else base * (1 + crowded)

    for zone in sorted(zones, key=lambda zone: by_zone[zone]):
        candidates = [kind for kind in types if offered(kind, zone)]
        if candidates:
            return Member(min(candidates, key=lambda kind: cost(kind, zone)), zone, lifecycle)
    return None


def first_to_end(
    members: Sequence[Member], desired: int, distribution: Distribution, mixed: bool
) -> int:
    """The index of the member that scale-in ends; members come oldest first.

    The default termination policy: the fullest zone; there, whoever brings the mix of lifecycles
    back; among those the oldest.
    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
    """
    by_zone = Counter(member.zone for member in members)
    on_demand = sum(member.weight for member in members if member.lifecycle == 'on-demand')
    surplus = 'on-demand' if on_demand > on_demand_target(desired, distribution) else 'spot'

    def rank(index: int) -> tuple[int, bool, int]:
        member = members[index]
        return (-by_zone[member.zone], mixed and member.lifecycle != surplus, index)

    return min(range(len(members)), key=rank)
