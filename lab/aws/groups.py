"""An Auto Scaling group brought to its desired capacity, on moto's models."""

from collections.abc import Sequence
from typing import Any

from moto.autoscaling.models import ASG_NAME_TAG, InstanceState
from moto.core.exceptions import ServiceException

import activities
import faults
import prices
from capacity import Distribution, Member, first_to_end, next_lifecycle, next_pool
from instance_types import offered_in, types_meeting, works_with

HEALTH_CHECK = (
    'an instance was taken out of service in response to an EC2 health check indicating it has '
    'been terminated or stopped'
)

MISSING = 'an instance was found missing from the desired capacity'


def overrides_of(group: Any) -> list[dict[str, Any]]:
    policy = group.mixed_instances_policy or {}
    return list(policy.get('LaunchTemplate', {}).get('Overrides') or [])


def distribution_of(group: Any, template_is_spot: bool) -> Distribution:
    """The policy's distribution; without a policy the template's market decides."""
    if not group.mixed_instances_policy:
        return Distribution(0, 0 if template_is_spot else 100)
    given = group.mixed_instances_policy.get('InstancesDistribution') or {}
    percentage = given.get('OnDemandPercentageAboveBaseCapacity')
    return Distribution(
        int(given.get('OnDemandBaseCapacity') or 0),
        100 if percentage is None else int(percentage),
        given.get('OnDemandAllocationStrategy') or 'prioritized',
        given.get('SpotAllocationStrategy') or 'lowest-price',
    )


def types_of(group: Any) -> list[str]:
    """The types that the group may launch, in the order of its overrides."""
    types: list[str] = []
    for override in overrides_of(group):
        if 'InstanceRequirements' in override:
            types += types_meeting(override['InstanceRequirements'])
        elif override.get('InstanceType'):
            types.append(override['InstanceType'])
    return list(dict.fromkeys(types)) or [group.instance_type]


def weight_of(group: Any, instance_type: str) -> int:
    """How many units of capacity one instance counts (WeightedCapacity)."""
    for override in overrides_of(group):
        if override.get('InstanceType') == instance_type:
            return int(override.get('WeightedCapacity') or 1)
    return 1


def members_of(group: Any, states: Sequence[Any] | None = None) -> list[Member]:
    instances = [s.instance for s in (group.active_instances() if states is None else states)]
    return [
        Member(
            instance.instance_type,
            instance.placement.zone,
            instance.lifecycle or 'on-demand',
            weight_of(group, instance.instance_type),
        )
        for instance in instances
    ]


def units_of(group: Any) -> int:
    return sum(member.weight for member in members_of(group))


def _template(group: Any) -> Any:
    if group.ec2_launch_template is None:
        return None
    return group.ec2_launch_template.get_version(group.launch_template_version)


def _is_spot(template: Any) -> bool:
    market = template.data.get('InstanceMarketOptions') if template is not None else None
    return (market or {}).get('MarketType') == 'spot'


def _subnets(group: Any) -> dict[str, str | None]:
    """Zone -> subnet, in the group's order; without subnets the zones alone."""
    if not group.vpc_zone_identifier:
        return dict.fromkeys(group.availability_zones)
    found: dict[str, str | None] = {}
    for subnet_id in group.vpc_zone_identifier.split(','):
        subnet = group.ec2_backend.get_subnet(subnet_id)
        found.setdefault(subnet.availability_zone, subnet.id)
    return found


def _price(kind: str, zone: str, lifecycle: str) -> float | None:
    return prices.spot(zone, kind) if lifecycle == 'spot' else prices.on_demand(kind)


def _failure(group: Any, lifecycle: str, code: str, message: str) -> str:
    """The status message of a failed launch, in AWS' form."""
    if group.mixed_instances_policy or lifecycle == 'spot':
        kind = 'Spot' if lifecycle == 'spot' else 'On-Demand'
        message = f'Could not launch {kind} Instances. {code} - {message}'
    return f'{message} Launching EC2 instance failed.'


def _launch(group: Any, pool: Member, template: Any, subnet: str | None) -> Any:
    tags = {**group.instance_tags, **group.get_propagated_tags(), ASG_NAME_TAG: group.name}
    wanted: dict[str, Any] = {
        'instance_type': pool.instance_type,
        'is_instance_type_default': False,
        'region_name': group.region,
        'placement': pool.zone,
        'subnet_id': subnet,
        'tags': {'instance': tags},
        'instance_market_options': 'spot' if pool.lifecycle == 'spot' else None,
        'associate_public_ip': None,
    }
    if template is not None:
        wanted['launch_template'] = {
            'LaunchTemplateId': template.template.id,
            'Version': str(template.number),
        }
    else:
        wanted['launch_config'] = group.launch_config
        wanted['associate_public_ip'] = group.launch_config.associate_public_ip_address
    reservation = group.ec2_backend.run_instances(
        group.image_id, 1, group.user_data, group.security_groups, **wanted
    )
    instance = reservation.instances[0]
    instance.autoscaling_group = group
    state = InstanceState(
        instance, protected_from_scale_in=group.new_instances_protected_from_scale_in
    )
    # What the instance was launched from; the group's template may move on.
    state.launched_version = str(template.number) if template is not None else None
    group.instance_states.append(state)
    return instance


def _launch_next(group: Any, because: str) -> bool:
    """Launch one instance; False, with a failed activity, if that cannot be done now."""
    template = _template(group)
    distribution = distribution_of(group, _is_spot(template))
    subnets = _subnets(group)
    members = members_of(group)
    before = units_of(group)
    lifecycle = next_lifecycle(members, group.desired_capacity, distribution)
    image = group.ec2_backend.amis.get(group.image_id)

    def offered(kind: str, zone: str) -> bool:
        return offered_in(group.region, zone, kind) and works_with(image, kind)

    def fail(code: str, message: str, zone: str) -> bool:
        text = _failure(group, lifecycle, code, message)
        activities.not_launched(group, because, before, zone, subnets[zone], text)
        return False

    first_zone = next(iter(subnets))
    pool = next_pool(
        members, types_of(group), list(subnets), lifecycle, distribution, offered, _price
    )
    fault = faults.capacity_fault_of(group.name, lifecycle)
    if fault is not None:
        return fail(fault.code, fault.message, pool.zone if pool else first_zone)
    if pool is None:
        message = (
            'Your requested instance type is not supported in your requested Availability Zone, '
            f'or not by the image {group.image_id}: {", ".join(types_of(group))}.'
        )
        return fail('Unsupported', message, first_zone)
    try:
        instance = _launch(group, pool, template, subnets[pool.zone])
    except ServiceException as refused:
        return fail(str(refused.code), str(refused.message), pool.zone)
    activities.launched(group, instance, because, before)
    return True


def _end_next(group: Any, because: str) -> bool:
    """Terminate one instance; False if all that are left are protected."""
    states = [s for s in group.active_instances() if not s.protected_from_scale_in]
    if not states:
        return False
    members = members_of(group, states)
    distribution = distribution_of(group, _is_spot(_template(group)))
    mixed = bool(group.mixed_instances_policy)
    state = states[first_to_end(members, group.desired_capacity, distribution, mixed)]
    before = units_of(group)
    group.instance_states.remove(state)
    if state.instance.state != 'terminated':
        group.ec2_backend.terminate_instances([state.instance.id])
    backend = group.autoscaling_backend
    backend.elbv2_backend.notify_terminate_instances([state.instance.id])
    activities.terminated(group, state.instance, because, before, units_of(group))
    return True


def _may(group: Any, process: str) -> bool:
    return process not in group._suspended_processes


def settle(group: Any, because: str) -> None:
    """Launch or terminate until the group has its desired capacity, or cannot."""
    while units_of(group) < group.desired_capacity and _may(group, 'Launch'):
        if not _launch_next(group, because):
            break
    # With weights a group may stand above its desired capacity by less than one instance.
    while _may(group, 'Terminate') and _smallest(group) <= units_of(group) - group.desired_capacity:
        if not _end_next(group, because):
            break
    if group.name in group.autoscaling_backend.autoscaling_groups:
        group.autoscaling_backend.update_attached_elbs(group.name)
        group.autoscaling_backend.update_attached_target_groups(group.name)


def _smallest(group: Any) -> float:
    return min((member.weight for member in members_of(group)), default=float('inf'))


def drop_terminated(group: Any, instance_ids: Sequence[str]) -> None:
    """Take terminated instances out of the group."""
    gone = [s for s in group.instance_states if s.instance.id in instance_ids]
    for state in gone:
        group.instance_states.remove(state)
        size = units_of(group)
        activities.terminated(group, state.instance, HEALTH_CHECK, size, size)
