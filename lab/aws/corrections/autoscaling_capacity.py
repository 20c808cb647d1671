"""An Auto Scaling group keeps its desired capacity: what it launches, ends, and says about it."""

from typing import Any

from moto.autoscaling.exceptions import ValidationError
from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup, InstanceState
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult

import activities
import groups

from .registry import around, correction

USER_REQUEST = 'a user request changed the group, leaving it with a desired capacity of {0}'


@correction
def group_launches_spot_and_on_demand_by_its_policy() -> None:
    """Types from the overrides, lifecycles from the distribution, zones in balance.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html: the
    percentage above the base is 100 unless given. moto launches the template's type, On-Demand,
    all in the first subnet.
    """

    @around(FakeAutoScalingGroup, 'set_desired_capacity')
    def set_desired_capacity(_original: Any, group: Any, new_capacity: int | None) -> None:
        group.desired_capacity = group.min_size if new_capacity is None else new_capacity
        groups.settle(group, USER_REQUEST.format(group.desired_capacity))

    @around(FakeAutoScalingGroup, 'replace_autoscaling_group_instances')
    def replace(_original: Any, group: Any, _count: int, _tags: dict[str, str]) -> None:
        groups.settle(group, groups.HEALTH_CHECK)


@correction
def terminated_instance_is_replaced_by_the_next_health_check() -> None:
    """https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html

    Some time after it has ended. moto replaces an instance in the very call that terminates it, so
    that who deletes a cluster's instances before its groups gets new ones at once. The background
    work does it here.
    """

    @around(AutoScalingBackend, 'notify_terminate_instances')
    def notify_terminate(_original: Any, backend: Any, instance_ids: list[str]) -> None:
        for group in list(backend.autoscaling_groups.values()):
            groups.drop_terminated(group, instance_ids)


@correction
def group_outlives_its_target_groups() -> None:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html

    A target group can be deleted before the group that registers instances with it. moto then
    refuses every change of the group, and ending its instances.
    """

    @around(AutoScalingBackend, 'update_attached_target_groups')
    def update(original: Any, backend: Any, group_name: str) -> None:
        group = backend.autoscaling_groups[group_name]
        known = backend.elbv2_backend.target_groups
        attached = group.target_group_arns
        group.target_group_arns = [arn for arn in attached or [] if arn in known]
        try:
            original(backend, group_name)
        finally:
            group.target_group_arns = attached


@correction
def instance_is_terminated_through_its_group() -> None:
    """https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html

    With an activity, and out of the target groups; an instance of no group is a ValidationError,
    which in moto is a crash.
    """

    @around(AutoScalingBackend, 'terminate_instance')
    def terminate_instance(
        original: Any, backend: Any, instance_id: str, should_decrement: bool
    ) -> Any:
        group = next(
            (
                group
                for group in backend.autoscaling_groups.values()
                if any(s.instance.id == instance_id for s in group.instance_states)
            ),
            None,
        )
        if group is None:
            raise ValidationError(
                f'Instance Id not found - No managed instance found for instance ID: {instance_id}'
            )
        instance = backend.ec2_backend.get_instance(instance_id)
        before = groups.units_of(group)
        activity = original(backend, instance_id, should_decrement)
        backend.elbv2_backend.notify_terminate_instances([instance_id])
        request = f'instance {instance_id} was taken out of service in response to a user request'
        activities.terminated(group, instance, request, before, groups.units_of(group))
        return activity


@correction
def instance_of_a_group_names_the_template_version_it_came_from() -> None:
    """DescribeAutoScalingGroups gives each instance the version that it was launched from.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Instance.html. moto gives the
    template's default version, and `kops rolling-update` finds every instance outdated by that.
    """

    def launch_template(state: Any) -> dict[str, Any] | None:
        group = state.auto_scaling_group
        if group is None or group.ec2_launch_template is None:
            return None
        template = group.ec2_launch_template
        version = getattr(state, 'launched_version', None) or template.default_version_number
        return {
            'LaunchTemplateId': template.id,
            'LaunchTemplateName': template.name,
            'Version': str(version),
        }

    InstanceState.launch_template = property(launch_template)


@correction
def scaling_activities_tell_each_launch_failure_and_termination() -> None:
    """DescribeScalingActivities lists what the group did; moto answers an empty list.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingActivities.html:
    newest first, 100 a page, those of deleted groups only with IncludeDeletedGroups.
    """

    @around(AutoScalingResponse, 'describe_scaling_activities')
    def describe_scaling_activities(_original: Any, request: Any) -> ActionResult:
        backend = request.autoscaling_backend
        name = request._get_param('AutoScalingGroupName')
        deleted_too = request._get_bool_param('IncludeDeletedGroups', False)
        if name is not None and name not in backend.autoscaling_groups and not deleted_too:
            raise ValidationError(
                f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found"
            )
        wanted = request._get_param('ActivityIds', [])
        found = [
            activity
            for activity in activities.activities(backend)
            if (name is None or activity['AutoScalingGroupName'] == name)
            and (deleted_too or activity['AutoScalingGroupName'] in backend.autoscaling_groups)
            and (not wanted or activity['ActivityId'] in wanted)
        ]
        start = int(request._get_param('NextToken') or 0)
        end = start + min(request._get_int_param('MaxRecords', 100), 100)
        token = str(end) if end < len(found) else None
        return ActionResult({'Activities': found[start:end], 'NextToken': token})


@correction
def desired_capacity_stays_within_the_groups_limits() -> None:
    """SetDesiredCapacity outside of the group's minimum and maximum is a ValidationError.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html
    """

    @around(AutoScalingBackend, 'set_desired_capacity')
    def set_desired_capacity(
        original: Any, backend: Any, group_name: str, desired_capacity: int | None
    ) -> Any:
        group = _named(backend, group_name)
        limits = (('above max', group.max_size, 1), ('below min', group.min_size, -1))
        # Deleting a group by force sets it to zero whatever its minimum is.
        for words, limit, sign in limits if not getattr(group, 'deleting', False) else ():
            if desired_capacity is not None and sign * (desired_capacity - int(limit)) > 0:
                raise ValidationError(
                    f'New SetDesiredCapacity value {desired_capacity} is {words} value {limit} '
                    'for the AutoScalingGroup.'
                )
        return original(backend, group_name, desired_capacity)

    @around(AutoScalingBackend, 'delete_auto_scaling_group')
    def delete_auto_scaling_group(original: Any, backend: Any, group_name: str) -> Any:
        group = backend.autoscaling_groups.get(group_name)
        if group is not None:
            group.deleting = True
        return original(backend, group_name)


def _named(backend: Any, name: str) -> Any:
    group = backend.autoscaling_groups.get(name)
    if group is None:
        raise ValidationError('AutoScalingGroup name not found - null')
    return group
