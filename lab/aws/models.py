"""moto's models, as the lab reads them outside of a request."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.models.instance_types import INSTANCE_TYPES
from moto.elbv2.models import elbv2_backends

ACCOUNT = '123456789012'

FORGOTTEN_AFTER = timedelta(hours=1)

LOCK = threading.RLock()
"""Held while a request or the background work touches moto's models."""


def regions(backends: Any) -> Iterator[tuple[str, Any]]:
    """The regions that have been used; asking for another one would fill it with defaults."""
    if ACCOUNT in backends:
        yield from list(dict.items(backends[ACCOUNT]))


def instances() -> Iterator[tuple[str, Any]]:
    for region, backend in regions(ec2_backends):
        for instance in backend.all_instances():
            yield region, instance


def forget_terminated(now: datetime) -> None:
    """Drop instances that were terminated more than an hour ago, as EC2 does."""
    limit = now.replace(tzinfo=None) - FORGOTTEN_AFTER
    for _, backend in regions(ec2_backends):
        for reservation in list(backend.reservations.values()):
            reservation.instances = [
                i
                for i in reservation.instances
                if i.state != 'terminated' or getattr(i, 'terminated_at', limit) > limit
            ]
            if not reservation.instances:
                del backend.reservations[reservation.id]


def load_balancers() -> Iterator[tuple[str, Any, dict[str, str]]]:
    """Each with its region and its tags."""
    for region, backend in regions(elbv2_backends):
        for balancer in backend.load_balancers.values():
            tags = backend.tagging_service.get_tag_dict_for_resource(balancer.arn)
            yield region, balancer, tags


def size_of(instance_type: str) -> tuple[int | None, int | None]:
    """vCPUs and memory in MiB, as DescribeInstanceTypes gives them; None for an unknown type."""
    known = INSTANCE_TYPES.get(instance_type)
    if known is None:
        return None, None
    return known['VCpuInfo']['DefaultVCpus'], known['MemoryInfo']['SizeInMiB']
