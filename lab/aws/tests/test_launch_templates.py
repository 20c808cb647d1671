"""corrections/launch_templates.py"""

import base64

from tests.lab import LabTest


class LaunchTemplates(LabTest):
    def test_instance_launches_from_a_later_template_version(self) -> None:
        text = base64.b64encode(b'#!/bin/sh').decode()
        template = self.template(UserData=text)
        self.group(size=1, LaunchTemplate={'LaunchTemplateId': template, 'Version': '$Latest'})
        self.ec2.create_launch_template_version(
            LaunchTemplateId=template,
            SourceVersion='1',
            LaunchTemplateData={'InstanceType': 'm5.xlarge', 'UserData': text},
        )
        (old,) = self._members()
        self.autoscaling.detach_instances(
            AutoScalingGroupName='nodes', InstanceIds=[old], ShouldDecrementDesiredCapacity=False
        )
        (new,) = self._members()
        found = self.ec2.describe_instances(InstanceIds=[new])['Reservations'][0]['Instances'][0]
        self.assertEqual('m5.xlarge', found['InstanceType'])

    def _members(self) -> list[str]:
        groups = self.autoscaling.describe_auto_scaling_groups()['AutoScalingGroups']
        return [instance['InstanceId'] for instance in groups[0]['Instances']]
