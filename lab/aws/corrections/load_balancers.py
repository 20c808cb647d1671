"""Load balancers and target groups have the names that AWS gives and takes."""

import re
from secrets import token_hex
from typing import Any

from moto.elbv2.exceptions import DuplicateTargetGroupName
from moto.elbv2.models import ELBv2Backend, FakeTargetGroup

from .registry import around, correction


@correction
def network_load_balancer_is_named_as_one() -> None:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html

    Its ARN says `net`, and its DNS name is NAME-ID.elb.REGION.amazonaws.com. moto names every load
    balancer as an Application Load Balancer.
    """

    @around(ELBv2Backend, 'create_load_balancer')
    def create_load_balancer(original: Any, backend: Any, *args: Any, **wanted: Any) -> Any:
        if wanted.get('loadbalancer_type') != 'network':
            return original(backend, *args, **wanted)
        tags = wanted.pop('tags', None)
        balancer = original(backend, *args, **wanted)
        del backend.load_balancers[balancer.arn]
        balancer.arn = balancer.arn.replace(':loadbalancer/app/', ':loadbalancer/net/')
        own_id = balancer.arn.rsplit('/', 1)[-1]
        balancer.dns_name = f'{balancer.name}-{own_id}.elb.{backend.region_name}.amazonaws.com'
        backend.load_balancers[balancer.arn] = balancer
        backend.tagging_service.tag_resource(balancer.arn, tags)
        return balancer


@correction
def target_group_name_may_have_two_hyphens_in_a_row() -> None:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html

    Alphanumeric characters and hyphens, not at either end. moto also refuses `--`, which kops
    writes for some cluster names (`tcp-pr-1-k8s-local--…`).
    """

    own_names: dict[str, str] = {}

    @around(ELBv2Backend, 'create_target_group')
    def create_target_group(original: Any, backend: Any, name: str, **wanted: Any) -> Any:
        if '--' not in name or _TARGET_GROUP_NAME.fullmatch(name) is None:
            return original(backend, name=name, **wanted)
        if any(group.name == name for group in backend.target_groups.values()):
            raise DuplicateTargetGroupName()
        # Asked for under a name that moto takes; its own is put in as the group is made.
        placeholder = token_hex(16)
        own_names[placeholder] = name
        return original(backend, name=placeholder, **wanted)

    @around(FakeTargetGroup, '__init__')
    def init(original: Any, group: Any, name: str, **wanted: Any) -> None:
        original(group, own_names.pop(name, name), **wanted)


_TARGET_GROUP_NAME = re.compile(r'[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?')
