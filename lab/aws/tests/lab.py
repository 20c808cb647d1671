"""One server for all tests, in this process, emptied before each of them."""

import atexit
import os
import shutil
import tempfile
import threading
import unittest
import urllib.request
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(tempfile.mkdtemp(prefix='lab-aws-'))
RECORD = _DATA / 'calls.jsonl'
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)


@cache
def prepare() -> None:
    """What moto reads at import, set by the server's own code; before anything imports moto."""
    from server import set_environment

    set_environment(_DATA, 0)


@cache
def _endpoint() -> str:
    prepare()
    from werkzeug.serving import make_server

    from application import QuietHandler, create_application

    without = frozenset(filter(None, os.environ.get('LAB_AWS_WITHOUT', '').split(',')))
    application = create_application(RECORD, without)
    server = make_server('127.0.0.1', 0, application, threaded=True, request_handler=QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f'http://127.0.0.1:{server.server_port}'


def client(service: str, region: str = 'us-east-1', **credentials: str) -> Any:
    """A boto3 client that tries once: a retried refusal would hide that it is a 500."""
    import boto3
    from botocore.config import Config

    keys = {
        'aws_access_key_id': 'AKIAIOSFODNN7EXAMPLE',
        'aws_secret_access_key': 'secret',
        **credentials,
    }
    config = Config(retries={'total_max_attempts': 1}, s3={'addressing_style': 'path'})
    return boto3.client(service, region, endpoint_url=_endpoint(), config=config, **keys)


def ask(method: str, path: str, body: bytes | None = None) -> bytes:
    """A request to the lab's own endpoints."""
    request = urllib.request.Request(_endpoint() + path, data=body, method=method)
    with urllib.request.urlopen(request) as answer:
        content: bytes = answer.read()
    return content


class LabTest(unittest.TestCase):
    """Begins with an empty account."""

    def setUp(self) -> None:
        ask('POST', '/lab/reset')
        self.ec2 = client('ec2')
        self.autoscaling = client('autoscaling')

    def refused(self, code: str, call: Any, **parameters: Any) -> str:
        """That the call is refused with this code; its message."""
        from botocore.exceptions import ClientError

        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        error = caught.exception.response
        self.assertEqual(code, error['Error']['Code'])
        self.assertLess(error['ResponseMetadata']['HTTPStatusCode'], 500)
        return str(error['Error']['Message'])

    def network(self, zones: str = 'ab') -> tuple[str, list[str]]:
        """A VPC with one subnet a zone of us-east-1."""
        vpc = self.ec2.create_vpc(CidrBlock='10.0.0.0/16')['Vpc']['VpcId']
        subnets = [
            self.ec2.create_subnet(
                VpcId=vpc, CidrBlock=f'10.0.{n}.0/24', AvailabilityZone=f'us-east-1{zone}'
            )['Subnet']['SubnetId']
            for n, zone in enumerate(zones)
        ]
        return vpc, subnets

    def image(self) -> str:
        """The AMI that kops' stable channel names for amd64."""
        name = 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260218'
        filters = [{'Name': 'name', 'Values': [name]}]
        found = self.ec2.describe_images(Owners=['099720109477'], Filters=filters)['Images']
        return str(found[0]['ImageId'])

    def template(self, name: str = 'nodes', **data: Any) -> str:
        given = {'ImageId': self.image(), 'InstanceType': 'm5.large', **data}
        made = self.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=given)
        return str(made['LaunchTemplate']['LaunchTemplateId'])

    def group(self, name: str = 'nodes', size: int = 2, **given: Any) -> str:
        """An Auto Scaling group of `size`; its template and subnets are made unless given."""
        if 'MixedInstancesPolicy' not in given and 'LaunchTemplate' not in given:
            given['LaunchTemplate'] = {
                'LaunchTemplateId': self.template(name),
                'Version': '$Latest',
            }
        if 'VPCZoneIdentifier' not in given:
            given['VPCZoneIdentifier'] = ','.join(self.network()[1])
        self.autoscaling.create_auto_scaling_group(
            AutoScalingGroupName=name, **{'MinSize': size, 'MaxSize': size + 5, **given}
        )
        return name

    def described(self, name: str = 'nodes') -> dict[str, Any]:
        answer = self.autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])
        found: dict[str, Any] = answer['AutoScalingGroups'][0]
        return found

    def instances(self, *states: str) -> list[dict[str, Any]]:
        """EC2's view of the instances in these states (running, unless said)."""
        filters = [{'Name': 'instance-state-name', 'Values': list(states or ('running',))}]
        reservations = self.ec2.describe_instances(Filters=filters)['Reservations']
        return [instance for r in reservations for instance in r['Instances']]

    def mixed(self, *types: str, base: int | None = None, above: int | None = None) -> Any:
        """A MixedInstancesPolicy over these types."""
        distribution: dict[str, Any] = {'SpotAllocationStrategy': 'price-capacity-optimized'}
        if base is not None:
            distribution['OnDemandBaseCapacity'] = base
        if above is not None:
            distribution['OnDemandPercentageAboveBaseCapacity'] = above
        specification = {'LaunchTemplateId': self.template('mixed'), 'Version': '$Latest'}
        return {
            'LaunchTemplate': {
                'LaunchTemplateSpecification': specification,
                'Overrides': [{'InstanceType': kind} for kind in types],
            },
            'InstancesDistribution': distribution,
        }
