"""Launching, ending and watching instances."""

from typing import Any

from moto.core.responses import ActionResult
from moto.core.types import Base64EncodedString
from moto.core.utils import utcnow
from moto.ec2.models.elastic_block_store import EBSBackend
from moto.ec2.models.instances import Instance, InstanceBackend
from moto.ec2.responses.general import General
from moto.ec2.utils import convert_tag_spec

from .registry import around, correction


@correction
def launch_template_completes_a_launch() -> None:
    """What a launch does not say is taken from the launch template.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html. moto takes user
    data, type, key and security groups; AWS also interfaces, the Spot market, metadata options,
    the instance profile and monitoring. kops says all of it in the template.
    """

    @around(InstanceBackend, 'run_instances')
    def run_instances(
        original: Any,
        backend: Any,
        image_id: str,
        count: int,
        user_data: Any,
        names: Any,
        **kw: Any,
    ) -> Any:
        data = _template_data(backend, kw)
        if data is None:
            return original(backend, image_id, count, user_data, names, **kw)
        _take_interfaces(kw, data)
        market = (data.get('InstanceMarketOptions') or {}).get('MarketType')
        kw['instance_market_options'] = kw.get('instance_market_options') or market
        kw['metadata_options'] = kw.get('metadata_options') or data.get('MetadataOptions') or {}
        if (data.get('Monitoring') or {}).get('Enabled'):
            kw['monitoring_state'] = 'enabled'
        reservation = original(backend, image_id, count, user_data, names, **kw)
        profile = data.get('IamInstanceProfile') or {}
        own = kw.get('iam_instance_profile_name') or kw.get('iam_instance_profile_arn')
        for instance in reservation.instances if profile and not own else ():
            backend.associate_iam_instance_profile(
                instance.id,
                iam_instance_profile_name=profile.get('Name'),
                iam_instance_profile_arn=profile.get('Arn'),
            )
        return reservation


def _template_data(backend: Any, kw: dict[str, Any]) -> dict[str, Any] | None:
    if not kw.get('launch_template'):
        return None
    data: dict[str, Any] = backend._get_template_from_args(kw['launch_template']).data
    return data


def _take_interfaces(kw: dict[str, Any], data: dict[str, Any]) -> None:
    if kw.get('nics') or not data.get('NetworkInterfaces'):
        return
    nics = [dict(nic) for nic in data['NetworkInterfaces']]
    # moto knows an instance's groups only if they are the instance's own.
    if not kw.get('security_group_ids'):
        kw['security_group_ids'] = list(nics[0].pop('Groups', None) or [])
    kw['nics'] = nics


@correction
def volumes_and_tags_come_from_the_launch_template() -> None:
    """One root volume, of the template's size, tagged as the template says.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateTagSpecification.html
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-volumes-delete-on-termination.html:
    the root volume goes with its instance unless told otherwise. moto adds an 8 GiB volume of its
    own below the template's, which nothing ever deletes, and tags only instances.
    """

    @around(InstanceBackend, 'run_instances')
    def run_instances(
        original: Any,
        backend: Any,
        image_id: str,
        count: int,
        user_data: Any,
        names: Any,
        **kw: Any,
    ) -> Any:
        data = _template_data(backend, kw)
        if data is not None and 'block_device_mappings' not in kw:
            image = backend.amis.get(image_id or data.get('ImageId'))
            root = image.root_device_name if image is not None else '/dev/sda1'
            kw['block_device_mappings'] = _devices(data.get('BlockDeviceMappings') or [], root)
        reservation = original(backend, image_id, count, user_data, names, **kw)
        if data is not None:
            tags = convert_tag_spec(data.get('TagSpecifications') or [])
            _tag(backend, reservation.instances, tags)
        return reservation


def _devices(mappings: list[dict[str, Any]], root: str) -> list[dict[str, Any]]:
    devices = [{**m, 'Ebs': dict(m['Ebs'])} for m in mappings if m.get('Ebs')]
    if all(device['DeviceName'] != root for device in devices):
        devices.append({'DeviceName': root, 'Ebs': {'VolumeSize': 8, 'VolumeType': 'gp3'}})
    for device in devices:
        device['Ebs'].setdefault('DeleteOnTermination', device['DeviceName'] == root)
    return devices


def _tag(backend: Any, instances: list[Any], tags: dict[str, dict[str, str]]) -> None:
    for instance in instances:
        for _, device in instance.get_block_device_mapping:
            backend.volumes[device.volume_id].add_tags(tags.get('volume', {}))
        for interface in instance.nics.values():
            interface.add_tags(tags.get('network-interface', {}))


@correction
def volume_tells_whether_it_goes_with_its_instance() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VolumeAttachment.html

    Attachments carry DeleteOnTermination, by which kops leaves root volumes to their instances.
    moto tells it for the instance only.
    """

    @around(EBSBackend, 'attach_volume')
    def attach_volume(
        original: Any,
        backend: Any,
        volume_id: str,
        instance_id: str,
        device_path: str,
        delete_on_termination: bool = False,
    ) -> Any:
        attachment = original(backend, volume_id, instance_id, device_path, delete_on_termination)
        attachment.delete_on_termination = bool(delete_on_termination)
        return attachment


@correction
def primary_interface_goes_with_its_instance() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html

    The interface that a launch makes is deleted on termination by default; moto keeps it unless
    the request says so.
    """

    @around(Instance, 'prep_nics')
    def prep_nics(original: Any, instance: Any, nic_spec: list[dict[str, Any]], **kw: Any) -> None:
        original(instance, nic_spec, **kw)
        asked = {int(nic['DeviceIndex']): nic for nic in nic_spec}
        for index, interface in instance.nics.items():
            spec = asked.get(index, {})
            if 'NetworkInterfaceId' not in spec:
                interface.delete_on_termination = spec.get('DeleteOnTermination') is not False


@correction
def terminating_twice_is_no_error() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html

    The operation is idempotent. moto looks for the interfaces of the first time again.
    """

    @around(Instance, 'terminate')
    def terminate(original: Any, instance: Any) -> Any:
        if instance.state == 'terminated':
            return instance.instance_state
        return original(instance)


@correction
def console_output_is_what_the_machine_printed() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html

    Without any output the answer has no Output. moto answers a sample of another machine; the
    lab's text comes by `PUT /lab/console/<id>`.
    """

    @around(General, 'get_console_output')
    def get_console_output(_original: Any, request: Any) -> ActionResult:
        instance = request.ec2_backend.get_instance(request._get_param('InstanceId'))
        text = getattr(instance, 'console_output', None)
        output = None if text is None else Base64EncodedString.from_raw_string(text)
        result = {'InstanceId': instance.id, 'Timestamp': utcnow(), 'Output': output}
        return ActionResult(result)
