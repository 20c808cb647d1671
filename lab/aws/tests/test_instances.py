"""corrections/instances.py"""

import base64
import json
from typing import Any

from tests.lab import LabTest, ask, client


class Instances(LabTest):
    def _run(self, **template: Any) -> dict[str, Any]:
        made = self.template(**template)
        ran = self.ec2.run_instances(
            LaunchTemplate={'LaunchTemplateId': made}, MinCount=1, MaxCount=1
        )
        wanted = [ran['Instances'][0]['InstanceId']]
        found = self.ec2.describe_instances(InstanceIds=wanted)['Reservations'][0]['Instances'][0]
        return dict(found)

    def test_launch_template_completes_a_launch(self) -> None:
        vpc, (subnet, _) = self.network()
        group = self.ec2.create_security_group(VpcId=vpc, GroupName='n', Description='n')['GroupId']
        iam = client('iam')
        iam.create_instance_profile(InstanceProfileName='nodes')
        instance = self._run(
            NetworkInterfaces=[{'DeviceIndex': 0, 'SubnetId': subnet, 'Groups': [group]}],
            InstanceMarketOptions={'MarketType': 'spot'},
            MetadataOptions={'HttpTokens': 'required', 'HttpPutResponseHopLimit': 3},
            IamInstanceProfile={'Name': 'nodes'},
        )
        self.assertEqual('spot', instance['InstanceLifecycle'])
        self.assertEqual(subnet, instance['SubnetId'])
        self.assertEqual([group], [g['GroupId'] for g in instance['SecurityGroups']])
        self.assertEqual('required', instance['MetadataOptions']['HttpTokens'])
        self.assertTrue(instance['IamInstanceProfile']['Arn'].endswith('instance-profile/nodes'))

    def test_volumes_and_tags_come_from_the_launch_template(self) -> None:
        tags = [{'Key': 'KubernetesCluster', 'Value': 'pr-1.k8s.local'}]
        root = {'VolumeSize': 64, 'VolumeType': 'gp3', 'DeleteOnTermination': True}
        instance = self._run(
            BlockDeviceMappings=[{'DeviceName': '/dev/sda1', 'Ebs': root}],
            TagSpecifications=[
                {'ResourceType': kind, 'Tags': tags} for kind in ('instance', 'volume')
            ],
        )
        volumes = self.ec2.describe_volumes()['Volumes']
        self.assertEqual(
            [(64, 'gp3', tags)], [(v['Size'], v['VolumeType'], v['Tags']) for v in volumes]
        )
        self.ec2.terminate_instances(InstanceIds=[instance['InstanceId']])
        self.assertEqual([], self.ec2.describe_volumes()['Volumes'])

    def test_volume_tells_whether_it_goes_with_its_instance(self) -> None:
        instance = self._run()
        zone = instance['Placement']['AvailabilityZone']
        more = self.ec2.create_volume(AvailabilityZone=zone, Size=20)['VolumeId']
        where = {'InstanceId': instance['InstanceId'], 'Device': '/dev/sdf'}
        self.ec2.attach_volume(VolumeId=more, **where)
        volumes = self.ec2.describe_volumes()['Volumes']
        found = {v['VolumeId']: v['Attachments'][0]['DeleteOnTermination'] for v in volumes}
        self.assertIs(False, found.pop(more))
        self.assertEqual([True], list(found.values()))

    def test_primary_interface_goes_with_its_instance(self) -> None:
        instance = self._run()
        self.assertEqual(1, len(self.ec2.describe_network_interfaces()['NetworkInterfaces']))
        self.ec2.terminate_instances(InstanceIds=[instance['InstanceId']])
        self.assertEqual([], self.ec2.describe_network_interfaces()['NetworkInterfaces'])

    def test_terminating_twice_is_no_error(self) -> None:
        instance = self._run(NetworkInterfaces=[{'DeviceIndex': 0, 'DeleteOnTermination': True}])
        for _ in range(2):
            self.ec2.terminate_instances(InstanceIds=[instance['InstanceId']])
        self.assertEqual(1, len(self.instances('terminated')))

    def test_console_output_is_what_the_machine_printed(self) -> None:
        instance = str(self._run()['InstanceId'])
        self.assertNotIn('Output', self.ec2.get_console_output(InstanceId=instance))
        ask('PUT', f'/lab/console/{instance}', 'nodeup: süß'.encode())
        printed = self.ec2.get_console_output(InstanceId=instance)['Output']
        self.assertEqual('nodeup: süß', printed)

    def test_lab_lists_instances_of_all_regions(self) -> None:
        data = base64.b64encode(b'#!/bin/bash\necho hello').decode()
        self._run(UserData=data, InstanceMarketOptions={'MarketType': 'spot'})
        west = client('ec2', 'eu-west-1')
        west.run_instances(ImageId=self.image(), InstanceType='c5.large', MinCount=1, MaxCount=1)
        found = {i['region']: i for i in json.loads(ask('GET', '/lab/instances'))}
        here = found['us-east-1']
        self.assertEqual('#!/bin/bash\necho hello', here['userData'])
        self.assertEqual(('spot', 2, 8192), (here['lifecycle'], here['vcpus'], here['memoryMiB']))
        self.assertEqual(('on-demand', 'x86_64'), (found['eu-west-1']['lifecycle'], here['arch']))
