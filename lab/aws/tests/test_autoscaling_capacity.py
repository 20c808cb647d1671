"""corrections/autoscaling_capacity.py, and the faults and schedules that play on it."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.lab import LabTest, ask, client

TYPES = ('m5.large', 'm5a.large', 'm6i.large')
NO_CAPACITY = 'There is no Spot capacity available that matches your request.'


class Capacity(LabTest):
    def activities(self, name: str = 'nodes') -> list[dict[str, Any]]:
        answer = self.autoscaling.describe_scaling_activities(AutoScalingGroupName=name)
        found: list[dict[str, Any]] = answer['Activities']
        return found

    def test_group_launches_spot_and_on_demand_by_its_policy(self) -> None:
        self.group(size=6, MixedInstancesPolicy=self.mixed(*TYPES, base=1, above=40))
        found = self.instances()
        # 1 + 40 % of the other 5, and the rest Spot.
        lifecycles = Counter(i.get('InstanceLifecycle', 'on-demand') for i in found)
        self.assertEqual({'on-demand': 3, 'spot': 3}, dict(lifecycles))
        zones = Counter(i['Placement']['AvailabilityZone'] for i in found)
        self.assertEqual({'us-east-1a': 3, 'us-east-1b': 3}, dict(zones))
        on_demand = {i['InstanceType'] for i in found if 'InstanceLifecycle' not in i}
        self.assertEqual({'m5.large'}, on_demand, 'prioritized is the first override')
        spot = {i['InstanceType'] for i in found if 'InstanceLifecycle' in i}
        self.assertLessEqual(spot, set(TYPES))
        self.assertNotIn('m5.large', spot, 'the cheapest of the three is another one')

    def test_without_a_percentage_all_is_on_demand(self) -> None:
        self.group(size=3, MixedInstancesPolicy=self.mixed(*TYPES, base=0))
        self.assertEqual([], [i for i in self.instances() if 'InstanceLifecycle' in i])

    def test_template_of_the_spot_market_makes_a_group_spot(self) -> None:
        template = self.template(InstanceMarketOptions={'MarketType': 'spot'})
        self.group(LaunchTemplate={'LaunchTemplateId': template, 'Version': '$Latest'})
        self.assertEqual(['spot', 'spot'], [i['InstanceLifecycle'] for i in self.instances()])

    def test_tags_of_group_and_template_reach_the_instances(self) -> None:
        tags = [{'Key': 'from', 'Value': 'group', 'PropagateAtLaunch': True}]
        spec = [{'ResourceType': 'instance', 'Tags': [{'Key': 'also', 'Value': 'template'}]}]
        template = self.template(TagSpecifications=spec)
        self.group(size=1, Tags=tags, LaunchTemplate={'LaunchTemplateId': template})
        found = {t['Key']: t['Value'] for t in self.instances()[0]['Tags']}
        self.assertEqual(('group', 'template'), (found['from'], found['also']))
        self.assertEqual('nodes', found['aws:autoscaling:groupName'])

    def test_terminated_instance_is_replaced_by_the_next_health_check(self) -> None:
        import background

        self.group()
        gone = self.instances()[0]['InstanceId']
        self.ec2.terminate_instances(InstanceIds=[gone])
        self.assertEqual(1, len(self.instances()))
        background.tick(datetime.now(UTC))
        self.assertEqual(2, len(self.instances()))
        self.assertNotIn(gone, [i['InstanceId'] for i in self.described()['Instances']])
        self.assertEqual(2, len(self.ec2.describe_volumes()['Volumes']))

    def test_group_outlives_its_target_groups(self) -> None:
        balancing = client('elbv2')
        vpc, subnets = self.network()
        made = balancing.create_target_group(Name='api', Protocol='TCP', Port=443, VpcId=vpc)
        arn = made['TargetGroups'][0]['TargetGroupArn']
        self.group(TargetGroupARNs=[arn], VPCZoneIdentifier=subnets[0])
        health = balancing.describe_target_health(TargetGroupArn=arn)
        self.assertEqual(2, len(health['TargetHealthDescriptions']))
        balancing.delete_target_group(TargetGroupArn=arn)
        self.autoscaling.set_desired_capacity(AutoScalingGroupName='nodes', DesiredCapacity=3)
        self.assertEqual(3, len(self.instances()))

    def test_instance_is_terminated_through_its_group(self) -> None:
        self.group(MinSize=0, DesiredCapacity=2)
        end = self.autoscaling.terminate_instance_in_auto_scaling_group
        first = self.instances()[0]['InstanceId']
        end(InstanceId=first, ShouldDecrementDesiredCapacity=True)
        self.assertEqual((1, 1), (len(self.instances()), self.described()['DesiredCapacity']))
        told = self.activities()[0]
        self.assertEqual(f'Terminating EC2 instance: {first}', told['Description'])
        self.assertIn('user request', told['Cause'])
        again = {'InstanceId': first, 'ShouldDecrementDesiredCapacity': True}
        self.refused('ValidationError', end, **again)

    def test_instance_of_a_group_names_the_template_version_it_came_from(self) -> None:
        self.group(size=1)
        template = self.described()['LaunchTemplate']['LaunchTemplateId']
        self.ec2.create_launch_template_version(
            LaunchTemplateId=template, SourceVersion='1', LaunchTemplateData={'KeyName': 'k'}
        )
        self.autoscaling.set_desired_capacity(AutoScalingGroupName='nodes', DesiredCapacity=2)
        versions = [i['LaunchTemplate']['Version'] for i in self.described()['Instances']]
        self.assertEqual(['1', '2'], sorted(versions))

    def test_scaling_activities_tell_each_launch_failure_and_termination(self) -> None:
        self.group(MinSize=0, DesiredCapacity=1, MaxSize=3)
        first = self.described()['Instances'][0]['InstanceId']
        self.autoscaling.set_desired_capacity(AutoScalingGroupName='nodes', DesiredCapacity=0)
        ended, launched = self.activities()
        self.assertEqual(f'Launching a new EC2 instance: {first}', launched['Description'])
        self.assertEqual(f'Terminating EC2 instance: {first}', ended['Description'])
        self.assertEqual('Successful', ended['StatusCode'])
        self.assertIn('shrinking the capacity from 1 to 0', ended['Cause'])
        self.assertIn(
            json.loads(launched['Details'])['Availability Zone'], ('us-east-1a', 'us-east-1b')
        )
        self.refused(
            'ValidationError',
            self.autoscaling.describe_scaling_activities,
            AutoScalingGroupName='unknown',
        )

    def test_capacity_fault_fails_launches_until_it_is_cleared(self) -> None:
        import background

        fault = {'group': 'nodes', 'code': 'InsufficientInstanceCapacity', 'message': NO_CAPACITY}
        ask('PUT', '/lab/faults/capacity', json.dumps(fault).encode())
        self.group(size=1, MixedInstancesPolicy=self.mixed(*TYPES, base=0, above=0))
        failed = self.activities()[0]
        self.assertEqual('Failed', failed['StatusCode'])
        self.assertEqual(
            f'Could not launch Spot Instances. InsufficientInstanceCapacity - {NO_CAPACITY} '
            'Launching EC2 instance failed.',
            failed['StatusMessage'],
        )
        background.tick(datetime.now(UTC))
        self.assertEqual((0, 2), (len(self.instances()), len(self.activities())))
        ask('DELETE', '/lab/faults/capacity?group=nodes')
        background.tick(datetime.now(UTC))
        self.assertEqual(1, len(self.instances()))

    def test_fault_of_spot_leaves_on_demand_launches(self) -> None:
        fault = {'group': 'nodes', 'code': 'UnfulfillableCapacity', 'message': NO_CAPACITY}
        ask('PUT', '/lab/faults/capacity', json.dumps({**fault, 'lifecycle': 'spot'}).encode())
        self.group(size=3, MixedInstancesPolicy=self.mixed(*TYPES, base=1, above=0))
        self.assertEqual(1, len(self.instances()))
        self.autoscaling.update_auto_scaling_group(
            AutoScalingGroupName='nodes',
            MixedInstancesPolicy={
                'InstancesDistribution': {'OnDemandPercentageAboveBaseCapacity': 100}
            },
        )
        self.assertEqual(3, len([i for i in self.instances() if 'InstanceLifecycle' not in i]))

    def test_scheduled_action_runs_when_its_time_has_come(self) -> None:
        import background

        self.group()
        soon = datetime.now(UTC) + timedelta(minutes=1)
        zero = {'MinSize': 0, 'MaxSize': 0, 'DesiredCapacity': 0}
        self.autoscaling.put_scheduled_update_group_action(
            AutoScalingGroupName='nodes', ScheduledActionName='expire', StartTime=soon, **zero
        )
        background.tick(datetime.now(UTC))
        self.assertEqual(2, len(self.instances()))
        background.tick(soon + timedelta(seconds=1))
        self.assertEqual(0, len(self.instances()))
        self.assertEqual((0, 0), (self.described()['MinSize'], self.described()['MaxSize']))
        left = self.autoscaling.describe_scheduled_actions()['ScheduledUpdateGroupActions']
        self.assertEqual([], left)

    def test_desired_capacity_stays_within_the_groups_limits(self) -> None:
        self.group(MinSize=1, MaxSize=2)
        for capacity in (0, 3):
            self.refused(
                'ValidationError',
                self.autoscaling.set_desired_capacity,
                AutoScalingGroupName='nodes',
                DesiredCapacity=capacity,
            )
        self.autoscaling.delete_auto_scaling_group(AutoScalingGroupName='nodes', ForceDelete=True)
        self.assertEqual([], self.instances())
