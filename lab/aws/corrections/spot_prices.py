"""DescribeSpotPriceHistory with prices that mean something. They are the lab's own invention."""

from datetime import UTC, datetime
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.instance_types import INSTANCE_TYPE_OFFERINGS
from moto.ec2.responses.spot_instances import SpotInstances

import prices

from .registry import around, correction

_PRODUCTS = ('Linux/UNIX', 'Linux/UNIX (Amazon VPC)')
_PAGE = 1000


@correction
def spot_price_history_has_a_price_for_each_pool() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html

    For every type and zone the price in effect at StartTime, as AWS gives it. moto gives one price
    of 0.00001 for everything, dated 2006. Here a price (see `prices.spot`) holds since midnight.
    """

    @around(SpotInstances, 'describe_spot_price_history')
    def describe(_original: Any, request: Any) -> ActionResult:
        filters = _filters(request)
        midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        rows = [
            {
                'InstanceType': offer['InstanceType'],
                'AvailabilityZone': offer['Location'],
                'ProductDescription': product,
                'SpotPrice': f'{price:.6f}',
                'Timestamp': midnight,
            }
            for offer in _offers(request.region, filters)
            if (price := prices.spot(offer['Location'], offer['InstanceType'])) is not None
            for product in filters.get('product-description', [_PRODUCTS[0]])
            if product in _PRODUCTS
        ]
        start = int(request._get_param('NextToken') or 0)
        end = start + int(request._get_param('MaxResults') or _PAGE)
        token = str(end) if end < len(rows) else ''
        return ActionResult({'SpotPriceHistory': rows[start:end], 'NextToken': token})


def _filters(request: Any) -> dict[str, list[str]]:
    """Filters and the parameters that mean the same, by the filter's name."""
    filters: dict[str, list[str]] = dict(request._filters_from_querystring())
    unknown = filters.keys() - {
        'availability-zone',
        'instance-type',
        'product-description',
        'spot-price',
        'timestamp',
    }
    if unknown:
        raise EC2ClientError('InvalidParameterValue', f'The filter {min(unknown)!r} is invalid')
    given = {
        'instance-type': request._get_param('InstanceTypes', []),
        'product-description': request._get_param('ProductDescriptions', []),
        'availability-zone': [z] if (z := request._get_param('AvailabilityZone')) else [],
    }
    for name, values in given.items():
        if values:
            filters[name] = [v for v in values if v in filters.get(name, values)]
    return filters


def _offers(region: str, filters: dict[str, list[str]]) -> list[dict[str, str]]:
    def wanted(name: str, value: str) -> bool:
        return name not in filters or value in filters[name]

    listed = INSTANCE_TYPE_OFFERINGS['availability-zone'].get(region, [])
    return [
        offer
        for offer in sorted(listed, key=lambda o: (o['InstanceType'], o['Location']))
        if wanted('instance-type', offer['InstanceType'])
        and wanted('availability-zone', offer['Location'])
    ]
