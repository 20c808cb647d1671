"""What AWS does without being asked: it tries failed launches again, runs scheduled actions, ends
interrupted instances, and forgets terminated ones."""

import os
import threading
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from moto.autoscaling.models import autoscaling_backends

import groups
import interruptions
import models
from corrections.autoscaling_requests import instant_of

INTERVAL_SECONDS = float(os.environ.get('LAB_AWS_TICK_SECONDS', '5'))
"""Between two looks. AWS tries again within minutes; the lab is in more of a hurry."""


def start() -> threading.Thread:
    """Begin, in a thread that ends with the process."""
    thread = threading.Thread(target=_run, name='background', daemon=True)
    thread.start()
    return thread


def _run() -> None:
    while True:
        time.sleep(INTERVAL_SECONDS)
        try:
            with models.LOCK:
                tick(datetime.now(UTC))
        except Exception:  # noqa: BLE001 - one bad group must not stop the others for ever
            traceback.print_exc()


def tick(now: datetime) -> None:
    interruptions.end_due(now)
    models.forget_terminated(now)
    for _, backend in models.regions(autoscaling_backends):
        _run_scheduled_actions(backend, now)
        for group in list(backend.autoscaling_groups.values()):
            groups.settle(group, groups.MISSING)


def _run_scheduled_actions(backend: Any, now: datetime) -> None:
    """Run each one-off action once its time has come; then AWS deletes it.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html.
    Recurring actions are kept and described, and never run here.
    """
    for key, action in list(backend.scheduled_actions.items()):
        if action.recurrence or not action.start_time or instant_of(action.start_time) > now:
            continue
        del backend.scheduled_actions[key]
        group = backend.autoscaling_groups.get(action.auto_scaling_group_name)
        if group is not None:
            _apply(group, action)


def _apply(group: Any, action: Any) -> None:
    if action.min_size is not None:
        group.min_size = action.min_size
    if action.max_size is not None:
        group.max_size = action.max_size
    wanted = group.desired_capacity if action.desired_capacity is None else action.desired_capacity
    group.desired_capacity = min(max(wanted, group.min_size), group.max_size)
    groups.settle(
        group,
        f'scheduled action {action.scheduled_action_name} executed, setting desired capacity to '
        f'{group.desired_capacity}',
    )
