"""How instances end: by an interruption that was asked for, and out of sight."""

import re
from typing import Any

from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.ec2.models.instances import Instance
from moto.events.utils import EventTemplateParser
from moto.fis.models import FISBackend

import interruptions
import models

from .registry import around, correction

_ACTION = 'aws:ec2:send-spot-instance-interruptions'
_DURATION = re.compile(r'PT(?:(\d+)M)?(?:(\d+)S)?')


@correction
def spot_interruption_experiment_interrupts() -> None:
    """https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#send-spot-instance-interruptions

    The action sends the notice to its targets and ends them durationBeforeInterruption later (at
    least two minutes on AWS; here any). moto runs experiments without any effect.
    """

    @around(FISBackend, 'start_experiment')
    def start_experiment(original: Any, backend: Any, **wanted: Any) -> Any:
        known = set(backend.experiments)
        answer = original(backend, **wanted)
        if answer['id'] not in known:
            for action in answer['actions'].values():
                if action['actionId'] == _ACTION:
                    _interrupt(backend.region_name, action, answer['targets'])
        return answer


def _interrupt(region: str, action: dict[str, Any], targets: dict[str, Any]) -> None:
    text = (action.get('parameters') or {}).get('durationBeforeInterruption', 'PT2M')
    found = _DURATION.fullmatch(text)
    seconds = 60 * int(found[1] or 0) + int(found[2] or 0) if found else 120
    for name in (action.get('targets') or {}).values():
        for instance in _targets(region, targets.get(name, {})):
            interruptions.interrupt(region, instance, seconds)


def _targets(region: str, target: dict[str, Any]) -> list[Any]:
    """The running Spot instances that a target names by ARN or by tags, as many as it selects."""
    arns = [arn.rsplit('/', 1)[-1] for arn in target.get('resourceArns') or []]
    wanted = (target.get('resourceTags') or {}).items()
    found = []
    for instance in ec2_backends[models.ACCOUNT][region].all_instances():
        tags = {tag['key']: tag['value'] for tag in instance.get_tags()}.items()
        named = instance.id in arns if arns else bool(wanted) and wanted <= tags
        if named and interruptions.refusal_of(instance) is None:
            found.append(instance)
    mode = re.fullmatch(r'(COUNT|PERCENT)\((\d+)\)', target.get('selectionMode') or 'ALL')
    if mode is None:
        return found
    return found[: int(mode[2]) if mode[1] == 'COUNT' else len(found) * int(mode[2]) // 100]


@correction
def event_reaches_its_target_whole() -> None:
    """https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html

    Without an input transformer the target gets the event as it is; moto leaves the account out.
    """

    @around(EventTemplateParser, 'parse')
    def parse(
        original: Any, input_template: str | None, input_paths_map: Any, event: dict[str, Any]
    ) -> Any:
        if input_template:
            return original(input_template, input_paths_map, event)
        return {key: value for key, value in event.items() if key != 'ingestion-time'}


@correction
def terminated_instance_is_forgotten_after_an_hour() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html

    "After you terminate an instance, it remains visible in the console for a short while". moto
    keeps it for ever. The background work takes it away; here it learns since when.
    """

    @around(Instance, 'terminate')
    def terminate(original: Any, instance: Any) -> Any:
        if instance.state != 'terminated':
            instance.terminated_at = utcnow()
        return original(instance)
