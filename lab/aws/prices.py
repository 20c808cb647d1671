"""What an instance costs in the lab, in USD per hour, Linux.

On-Demand prices are those of `prices.json`: a public table of us-east-1 with its date; in every
other region the lab answers the same figures. Spot prices are the lab's own invention: no
measurement stands behind them, they only behave like prices (stable, different by zone and type,
always below On-Demand).
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

CHEAPEST_SHARE = 0.28
"""The lab's invention: the least share of the On-Demand price that a Spot price has..."""
SHARE_SPREAD = 0.32
"""...and how much more it may be."""


@cache
def table() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((Path(__file__).parent / 'prices.json').read_text())
    return loaded


def provenance() -> dict[str, str]:
    """What a reader must know before believing a figure of the lab."""
    read = table()
    return {
        'onDemand': f'{read["source"]}, {read["region"]}, read {read["readAt"]};'
        ' other regions answer the same figures',
        'spot': 'invented by the lab: a fixed share of the On-Demand price by type and zone',
    }


def on_demand(instance_type: str) -> float | None:
    """None where the table has no price; then the Pricing API has no product either."""
    price = table()['onDemand'].get(instance_type)
    return None if price is None else float(price)


def _fraction(*words: str) -> float:
    """A number in [0, 1) that is the same for the same words on every machine."""
    digest = hashlib.sha256('/'.join(words).encode()).digest()
    return int.from_bytes(digest[:6], 'big') / 2**48


def spot(zone: str, instance_type: str) -> float | None:
    """The invented Spot price of a pool (type x zone), by one formula, without any memory.

    On-Demand price x (0.28 + 0.32 x fraction), the fraction a hash: three quarters by the type,
    one quarter by the pool, so that a cheap type is cheap in every zone and cheapest in one.
    """
    full = on_demand(instance_type)
    if full is None:
        return None
    fraction = 0.75 * _fraction(instance_type) + 0.25 * _fraction(zone, instance_type)
    return round(full * (CHEAPEST_SHARE + SHARE_SPREAD * fraction), 6)
