"""Which instance types exist where, from the catalogue that moto carries."""

from functools import cache
from typing import Any

from moto.ec2.models.instance_types import INSTANCE_TYPE_OFFERINGS, INSTANCE_TYPES


@cache
def _offerings(region: str) -> frozenset[tuple[str, str]]:
    listed = INSTANCE_TYPE_OFFERINGS['availability-zone'].get(region, [])
    return frozenset((offer['Location'], offer['InstanceType']) for offer in listed)


def offered_in(region: str, zone: str, instance_type: str) -> bool:
    return (zone, instance_type) in _offerings(region)


def works_with(image: Any, instance_type: str) -> bool:
    """Whether the type has the image's architecture; an unknown image or type is not refused."""
    known = INSTANCE_TYPES.get(instance_type)
    if image is None or known is None:
        return True
    return image.architecture in known['ProcessorInfo']['SupportedArchitectures']


def _between(value: float, limits: dict[str, Any] | None) -> bool:
    limits = limits or {}
    least, most = limits.get('Min'), limits.get('Max')
    return (least is None or value >= float(least)) and (most is None or value <= float(most))


def types_meeting(requirements: dict[str, Any]) -> list[str]:
    """The types that meet attribute-based requirements: vCPUs, memory, generation, burstable.

    Burstable and bare-metal types are excluded unless asked for, as AWS does.
    https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-mixed-instances-group-attribute-based-instance-type-selection.html
    """

    def meets(known: dict[str, Any]) -> bool:
        burstable = requirements.get('BurstablePerformance', 'excluded')
        metal = requirements.get('BareMetal', 'excluded')
        generations = requirements.get('InstanceGenerations') or ['current', 'previous']
        generation = 'current' if known['CurrentGeneration'] else 'previous'
        return (
            _between(known['VCpuInfo']['DefaultVCpus'], requirements.get('VCpuCount'))
            and _between(known['MemoryInfo']['SizeInMiB'], requirements.get('MemoryMiB'))
            and generation in generations
            and _fits(known['BurstablePerformanceSupported'], burstable)
            and _fits(known['BareMetal'], metal)
            and ('GpuInfo' not in known or 'AcceleratorCount' in requirements)
        )

    return sorted(name for name, known in INSTANCE_TYPES.items() if meets(known))


def _fits(has: bool, wish: str) -> bool:
    return wish == 'included' or has == (wish == 'required')
