"""Scaling activities: what an Auto Scaling group did, newest first, in AWS' words.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-verify-scaling-activity.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/CHAP_Troubleshooting.html
"""

import json
import uuid
from datetime import datetime
from typing import Any

from moto.core.utils import utcnow

KEPT = 200
"""Activities kept for a group; AWS keeps six weeks of them."""


def activities(backend: Any) -> list[dict[str, Any]]:
    """The region's activities. They hang on moto's backend, so that a reset empties them."""
    if not hasattr(backend, 'lab_activities'):
        backend.lab_activities = []
    kept: list[dict[str, Any]] = backend.lab_activities
    return kept


def instant(when: datetime) -> str:
    return when.strftime('%Y-%m-%dT%H:%M:%SZ')


def record(
    group: Any, description: str, cause: str, zone: str, subnet: str | None, failure: str | None
) -> None:
    """Add one finished activity. `failure` is the status message of a failed one."""
    now = utcnow()
    place = {'Availability Zone': zone}
    if subnet is not None:
        place = {'Subnet ID': subnet, **place}
    activity = {
        'ActivityId': str(uuid.uuid4()),
        'AutoScalingGroupName': group.name,
        'AutoScalingGroupARN': group.arn,
        'Description': description,
        'Cause': cause,
        'StartTime': now,
        'EndTime': now,
        'StatusCode': 'Successful' if failure is None else 'Failed',
        'Progress': 100,
        'Details': json.dumps(place, separators=(',', ':')),
    }
    if failure is not None:
        activity['StatusMessage'] = failure
    kept = activities(group.autoscaling_backend)
    kept.insert(0, activity)
    own = [a for a in kept if a['AutoScalingGroupName'] == group.name]
    for old in own[KEPT:]:
        kept.remove(old)


def launched(group: Any, instance: Any, because: str, before: int) -> None:
    at = instant(utcnow())
    cause = (
        f'At {at} {because}.  At {at} an instance was started in response to a difference between '
        f'desired and actual capacity, increasing the capacity from {before} to {before + 1}.'
    )
    description = f'Launching a new EC2 instance: {instance.id}'
    record(group, description, cause, instance.placement.zone, instance.subnet_id, None)


def not_launched(
    group: Any, because: str, before: int, zone: str, subnet: str | None, message: str
) -> None:
    at = instant(utcnow())
    cause = (
        f'At {at} {because}.  At {at} an instance was started in response to a difference between '
        f'desired and actual capacity, increasing the capacity from {before} to {before + 1}.'
    )
    description = f'Launching a new EC2 instance.  Status Reason: {message}'
    record(group, description, cause, zone, subnet, message)


def terminated(group: Any, instance: Any, because: str, before: int, after: int) -> None:
    at = instant(utcnow())
    cause = f'At {at} {because}.'
    if after < before:
        cause += (
            f'  At {at} an instance was taken out of service in response to a difference between '
            f'desired and actual capacity, shrinking the capacity from {before} to {after}.'
            f'  At {at} instance {instance.id} was selected for termination.'
        )
    description = f'Terminating EC2 instance: {instance.id}'
    record(group, description, cause, instance.placement.zone, instance.subnet_id, None)
