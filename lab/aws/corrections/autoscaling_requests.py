"""What requests to Auto Scaling mean, and what they are refused for."""

from datetime import UTC, datetime
from typing import Any

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup
from moto.autoscaling.responses import AutoScalingResponse

from .registry import around, correction


@correction
def warm_pool_of_an_unknown_group_is_a_validation_error() -> None:
    """https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html

    moto crashes, and kops, which asks before it makes a group, retries for three minutes.
    """

    @around(AutoScalingBackend, 'describe_warm_pool')
    def describe_warm_pool(original: Any, backend: Any, group_name: str) -> Any:
        if group_name not in backend.autoscaling_groups:
            raise ValidationError('AutoScalingGroup name not found - null')
        return original(backend, group_name)


@correction
def group_with_instances_is_deleted_only_by_force() -> None:
    """https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html

    Without ForceDelete a group that has instances answers ResourceInUse.
    """

    @around(AutoScalingResponse, 'delete_auto_scaling_group')
    def delete_auto_scaling_group(original: Any, request: Any) -> Any:
        group = request.autoscaling_backend.autoscaling_groups.get(
            request._get_param('AutoScalingGroupName')
        )
        by_force = request._get_bool_param('ForceDelete', False)
        if group is not None and group.instance_states and not by_force:
            raise AutoscalingClientError(
                'ResourceInUse',
                'You cannot delete an AutoScalingGroup while there are instances or pending '
                'Spot instance request(s) still in the group.',
            )
        return original(request)


@correction
def group_name_is_taken_once() -> None:
    """https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html

    AlreadyExists. moto replaces the group and forgets its instances.
    """

    @around(AutoScalingBackend, 'create_auto_scaling_group')
    def create_auto_scaling_group(original: Any, backend: Any, name: str, **wanted: Any) -> Any:
        if name in backend.autoscaling_groups:
            raise AutoscalingClientError(
                'AlreadyExists',
                f'AutoScalingGroup by this name already exists - A group with the name {name} '
                'already exists',
            )
        return original(backend, name=name, **wanted)


@correction
def update_of_a_group_changes_only_what_it_names() -> None:
    """https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html

    What a request leaves out stays as it is, and the desired capacity moves into new limits. moto
    forgets the MixedInstancesPolicy with every update that does not repeat it, and ignores the
    cooldown, the termination policies and capacity rebalancing.
    """

    @around(FakeAutoScalingGroup, 'update')
    def update(original: Any, group: Any, **wanted: Any) -> None:
        replaces = wanted.get('launch_template') or wanted.get('launch_config_name')
        if not replaces:
            wanted['mixed_instances_policy'] = _merged_policy(
                group.mixed_instances_policy, wanted.get('mixed_instances_policy')
            )
        low = group.min_size if wanted['min_size'] is None else wanted['min_size']
        high = group.max_size if wanted['max_size'] is None else wanted['max_size']
        desired = wanted['desired_capacity']
        if low > high or (desired is not None and not low <= desired <= high):
            raise ValidationError(
                f'Desired capacity:{desired} must be between the specified min size:{low} and '
                f'max size:{high}'
            )
        if desired is None:
            wanted['desired_capacity'] = min(max(group.desired_capacity, low), high)
        original(group, **wanted)

    @around(AutoScalingResponse, 'update_auto_scaling_group')
    def update_auto_scaling_group(original: Any, request: Any) -> Any:
        answer = original(request)
        group = request.autoscaling_backend.autoscaling_groups[
            request._get_param('AutoScalingGroupName')
        ]
        given = (
            ('default_cooldown', request._get_int_param('DefaultCooldown')),
            ('capacity_rebalance', request._get_bool_param('CapacityRebalance')),
            ('termination_policies', request._get_param('TerminationPolicies')),
            ('max_instance_lifetime', request._get_int_param('MaxInstanceLifetime')),
        )
        for attribute, value in given:
            if value is not None:
                setattr(group, attribute, value)
        return answer


def _merged_policy(own: Any, given: Any) -> Any:
    """The group's policy with the parts that the request gives."""
    if not own or not given:
        policy = dict(given or own or {})
    else:
        distribution = {**own['InstancesDistribution'], **given.get('InstancesDistribution', {})}
        template = {**own['LaunchTemplate'], **given.get('LaunchTemplate', {})}
        policy = {'LaunchTemplate': template, 'InstancesDistribution': distribution}
    specification = policy.get('LaunchTemplate', {}).get('LaunchTemplateSpecification', {})
    if 'LaunchTemplateId' in specification:
        # moto keeps id and name, and takes only one of them.
        named = {k: v for k, v in specification.items() if k != 'LaunchTemplateName'}
        template = {**policy['LaunchTemplate'], 'LaunchTemplateSpecification': named}
        policy = {**policy, 'LaunchTemplate': template}
    return policy or None


@correction
def scheduled_action_belongs_to_its_group() -> None:
    """https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html

    An action's name is unique within its group, an unknown group or a start in the past is a
    ValidationError, and actions go with their group. moto keeps one action of a name per region.
    """

    @around(AutoScalingBackend, 'put_scheduled_update_group_action')
    def put(original: Any, backend: Any, **wanted: Any) -> Any:
        if wanted['name'] not in backend.autoscaling_groups:
            raise ValidationError(
                f"AutoScalingGroup name not found - AutoScalingGroup '{wanted['name']}' not found"
            )
        start = wanted.get('start_time')
        if start is not None and instant_of(start) < datetime.now(UTC):
            raise ValidationError('Given start time is in the past')
        action = original(backend, **wanted)
        del backend.scheduled_actions[wanted['scheduled_action_name']]
        backend.scheduled_actions[wanted['name'], wanted['scheduled_action_name']] = action
        return action

    @around(AutoScalingBackend, 'delete_scheduled_action')
    def delete(
        _original: Any, backend: Any, auto_scaling_group_name: str, scheduled_action_name: str
    ) -> None:
        key = (auto_scaling_group_name, scheduled_action_name)
        if backend.scheduled_actions.pop(key, None) is None:
            raise ValidationError('Scheduled action name not found')

    @around(AutoScalingBackend, 'delete_auto_scaling_group')
    def delete_group(original: Any, backend: Any, group_name: str) -> Any:
        answer = original(backend, group_name)
        for key in [key for key in backend.scheduled_actions if key[0] == group_name]:
            del backend.scheduled_actions[key]
        return answer


def instant_of(time: str | datetime) -> datetime:
    """A moment as Auto Scaling takes it, ISO 8601 in UTC."""
    parsed = time if isinstance(time, datetime) else datetime.fromisoformat(time)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


@correction
def completing_an_unknown_lifecycle_action_is_a_validation_error() -> None:
    """https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CompleteLifecycleAction.html

    The lab ends instances without waiting at lifecycle hooks, so there is never an action to
    complete. moto does not have the operation.
    """

    def complete_lifecycle_action(request: Any) -> None:
        instance = request._get_param('InstanceId')
        raise ValidationError(f'No active Lifecycle Action found with instance ID {instance}')

    AutoScalingResponse.complete_lifecycle_action = complete_lifecycle_action
