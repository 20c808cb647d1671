"""The Pricing API, which moto does not have: the On-Demand products of `prices.py`.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Operations_AWS_Price_List_Service.html
Products are Linux instances, shared, without software: what a cluster runs on. Disks, balancers
and traffic have no product here.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from botocore.loaders import Loader
from moto.ec2.models.instance_types import INSTANCE_TYPE_OFFERINGS, INSTANCE_TYPES
from werkzeug.wrappers import Response

import prices
from requested import signing_scope, take_body

ON_DEMAND_TERM = 'JRTCKXETXF'
HOURLY_RATE = '6YS6EN2CT7'
PAGE = 100


@cache
def _locations() -> dict[str, str]:
    """Region -> the name that the price list has for it."""
    partitions = Loader().load_data('endpoints')['partitions']
    regions = next(p['regions'] for p in partitions if p['partition'] == 'aws')
    return {code: r['description'].replace('Europe', 'EU') for code, r in regions.items()}


def _attributes(region: str, instance_type: str) -> dict[str, str]:
    known = INSTANCE_TYPES.get(instance_type, {})
    memory = known.get('MemoryInfo', {}).get('SizeInMiB', 0) / 1024
    return {
        'servicecode': 'AmazonEC2',
        'servicename': 'Amazon Elastic Compute Cloud',
        'location': _locations().get(region, region),
        'locationType': 'AWS Region',
        'regionCode': region,
        'instanceType': instance_type,
        'instanceFamily': 'General purpose',
        'currentGeneration': 'Yes' if known.get('CurrentGeneration') else 'No',
        'vcpu': str(known.get('VCpuInfo', {}).get('DefaultVCpus', 0)),
        'memory': f'{memory:g} GiB',
        'operatingSystem': 'Linux',
        'preInstalledSw': 'NA',
        'licenseModel': 'No License required',
        'tenancy': 'Shared',
        'capacitystatus': 'Used',
        'marketoption': 'OnDemand',
        'operation': 'RunInstances',
        'usagetype': f'BoxUsage:{instance_type}',
    }


def _product(region: str, instance_type: str) -> dict[str, Any]:
    sku = hashlib.sha256(f'{region}/{instance_type}'.encode()).hexdigest()[:16].upper()
    term = f'{sku}.{ON_DEMAND_TERM}'
    rate = f'{term}.{HOURLY_RATE}'
    price = prices.on_demand(instance_type)
    metal = '.metal' in instance_type
    read_at = prices.table()['readAt']
    dimension = {
        'unit': 'Hrs',
        'beginRange': '0',
        'endRange': 'Inf',
        'description': f'${price:g} per On Demand Linux {instance_type} Instance Hour',
        'appliesTo': [],
        'rateCode': rate,
        'pricePerUnit': {'USD': f'{price:.10f}'},
    }
    offer = {
        'sku': sku,
        'offerTermCode': ON_DEMAND_TERM,
        'effectiveDate': read_at,
        'priceDimensions': {rate: dimension},
        'termAttributes': {},
    }
    return {
        'product': {
            'productFamily': 'Compute Instance' + (' (bare metal)' if metal else ''),
            'attributes': _attributes(region, instance_type),
            'sku': sku,
        },
        'serviceCode': 'AmazonEC2',
        'terms': {'OnDemand': {term: offer}},
        'version': '1',
        'publicationDate': read_at,
    }


def _products(wanted: dict[str, str]) -> list[dict[str, Any]]:
    """All products that meet the filters; region and type first, they narrow it most."""
    by_place = {name: code for code, name in _locations().items()}
    region = wanted.get('regionCode') or by_place.get(wanted.get('location', ''))
    regions = [region] if region else sorted(INSTANCE_TYPE_OFFERINGS['region'])
    kind = wanted.get('instanceType')
    types = [kind] if kind else sorted(prices.table()['onDemand'])
    found = [
        _product(r, t)
        for r in regions
        for t in types
        if prices.on_demand(t) is not None and r in _locations()
    ]
    return [product for product in found if _meets(product, wanted)]


def _meets(product: dict[str, Any], wanted: dict[str, str]) -> bool:
    own = product['product']
    fields = {**own['attributes'], 'productFamily': own['productFamily'], 'sku': own['sku']}
    lower = {name.lower(): value.lower() for name, value in fields.items()}
    lower['servicecode'] = 'amazonec2'
    return all(lower.get(name.lower()) == value.lower() for name, value in wanted.items())


def _page(items: list[Any], request: dict[str, Any], key: str) -> dict[str, Any]:
    start = int(request.get('NextToken') or 0)
    end = start + int(request.get('MaxResults') or PAGE)
    answer: dict[str, Any] = {key: items[start:end]}
    return {**answer, 'NextToken': str(end)} if end < len(items) else answer


def get_products(request: dict[str, Any]) -> dict[str, Any]:
    wanted = {f['Field']: f['Value'] for f in request.get('Filters') or []}
    found = _products(wanted) if request.get('ServiceCode') == 'AmazonEC2' else []
    return {
        'FormatVersion': 'aws_v1',
        **_page([json.dumps(p) for p in found], request, 'PriceList'),
    }


def describe_services(request: dict[str, Any]) -> dict[str, Any]:
    names = sorted([*_attributes('us-east-1', 'm5.large'), 'productFamily'])
    services = [{'ServiceCode': 'AmazonEC2', 'AttributeNames': names}]
    wanted = request.get('ServiceCode')
    found = [s for s in services if wanted in (None, s['ServiceCode'])]
    return {'FormatVersion': 'aws_v1', **_page(found, request, 'Services')}


def get_attribute_values(request: dict[str, Any]) -> dict[str, Any]:
    name = request.get('AttributeName', '')
    regions = _locations() if name in ('location', 'regionCode', 'usagetype') else ['us-east-1']
    rows = [_attributes(r, t) for r in regions for t in prices.table()['onDemand']]
    values = sorted({row[name] for row in rows if name in row})
    return _page([{'Value': value} for value in values], request, 'AttributeValues')


_OPERATIONS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    'GetProducts': get_products,
    'DescribeServices': describe_services,
    'GetAttributeValues': get_attribute_values,
}


def with_pricing(application: Callable[..., Any]) -> Callable[..., Any]:
    """Answer what is signed for `pricing`, hand on the rest."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if signing_scope(environ).service != 'pricing':
            return application(environ, start_response)
        operation = _OPERATIONS.get(environ.get('HTTP_X_AMZ_TARGET', '').rsplit('.', 1)[-1])
        if operation is None:
            raise NotImplementedError('pricing')
        answer = json.dumps(operation(json.loads(take_body(environ) or b'{}')))
        return Response(answer, content_type='application/x-amz-json-1.1')(environ, start_response)

    return serve
