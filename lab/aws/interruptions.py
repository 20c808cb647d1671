"""Spot interruptions: the notice in EventBridge, and the end of the instance some time after it.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.autoscaling.models import autoscaling_backends
from moto.ec2.models import ec2_backends
from moto.ec2.models.instances import StateReason
from moto.elbv2.models import elbv2_backends
from moto.events.models import events_backends

import models

NOTICE_SECONDS = 120
"""How long AWS waits between notice and interruption."""


def announce(region: str, detail_type: str, instance: Any, detail: dict[str, str]) -> None:
    """An event of EC2 on the region's default bus, and by its rules in the queues of clusters."""
    events_backends[models.ACCOUNT][region].put_events(
        [
            {
                'Source': 'aws.ec2',
                'DetailType': detail_type,
                'Detail': json.dumps({'instance-id': instance.id, **detail}),
                'Resources': [f'arn:aws:ec2:{instance.placement.zone}:instance/{instance.id}'],
            }
        ]
    )


def refusal_of(instance: Any) -> str | None:
    """Why an instance cannot be interrupted."""
    if instance.lifecycle != 'spot':
        return f'{instance.id} is not a Spot Instance'
    if instance.state != 'running':
        return f'{instance.id} is {instance.state}, not running'
    return None


def interrupt(region: str, instance: Any, notice_seconds: float = NOTICE_SECONDS) -> datetime:
    """Send the rebalance recommendation and the notice; the moment when the instance will end."""
    announce(region, 'EC2 Instance Rebalance Recommendation', instance, {})
    action = {'instance-action': 'terminate'}
    announce(region, 'EC2 Spot Instance Interruption Warning', instance, action)
    ends: datetime = datetime.now(UTC) + timedelta(seconds=notice_seconds)
    instance.interrupted_at = ends
    return ends


def end_due(now: datetime) -> None:
    """Terminate what was given notice and whose time has come."""
    for region, instance in models.instances():
        ends = getattr(instance, 'interrupted_at', None)
        if ends is not None and ends <= now and instance.state != 'terminated':
            _terminate(region, instance)


def _terminate(region: str, instance: Any) -> None:
    ec2_backends[models.ACCOUNT][region].terminate_instances([instance.id])
    code = 'Server.SpotInstanceTermination'
    instance.state_reason = StateReason(f'{code}: Spot instance termination', code)
    for backends in (autoscaling_backends, elbv2_backends):
        backends[models.ACCOUNT][region].notify_terminate_instances([instance.id])
