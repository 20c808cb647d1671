"""corrections/autoscaling_requests.py"""

from datetime import UTC, datetime, timedelta

from tests.lab import LabTest


class Requests(LabTest):
    def test_warm_pool_of_an_unknown_group_is_a_validation_error(self) -> None:
        call = self.autoscaling.describe_warm_pool
        self.refused('ValidationError', call, AutoScalingGroupName='unknown')

    def test_group_with_instances_is_deleted_only_by_force(self) -> None:
        self.group()
        call = self.autoscaling.delete_auto_scaling_group
        self.refused('ResourceInUse', call, AutoScalingGroupName='nodes')
        call(AutoScalingGroupName='nodes', ForceDelete=True)
        self.assertEqual([], self.instances())

    def test_group_name_is_taken_once(self) -> None:
        self.group()
        template = self.described()['LaunchTemplate']
        again = {'MinSize': 0, 'MaxSize': 1, 'AvailabilityZones': ['us-east-1a']}
        self.refused(
            'AlreadyExists',
            self.autoscaling.create_auto_scaling_group,
            AutoScalingGroupName='nodes',
            LaunchTemplate={'LaunchTemplateId': template['LaunchTemplateId']},
            **again,
        )

    def test_update_of_a_group_changes_only_what_it_names(self) -> None:
        self.group(MixedInstancesPolicy=self.mixed('m5.large', 'm6i.large', base=0, above=0))
        before = self.described()['MixedInstancesPolicy']
        self.autoscaling.update_auto_scaling_group(
            AutoScalingGroupName='nodes', MinSize=0, MaxSize=0, DefaultCooldown=7
        )
        after = self.described()
        self.assertEqual(before, after['MixedInstancesPolicy'])
        self.assertEqual((0, 7), (after['DesiredCapacity'], after['DefaultCooldown']))
        self.assertEqual([], self.instances())
        update = self.autoscaling.update_auto_scaling_group
        self.refused('ValidationError', update, AutoScalingGroupName='nodes', DesiredCapacity=4)
        all_on_demand = {'OnDemandPercentageAboveBaseCapacity': 100}
        update(
            AutoScalingGroupName='nodes',
            MaxSize=1,
            DesiredCapacity=1,
            MixedInstancesPolicy={'InstancesDistribution': all_on_demand},
        )
        after = self.described()['MixedInstancesPolicy']
        self.assertEqual(before['LaunchTemplate'], after['LaunchTemplate'])
        self.assertNotIn('InstanceLifecycle', self.instances()[0])

    def test_scheduled_action_belongs_to_its_group(self) -> None:
        subnets = ','.join(self.network()[1])
        soon = datetime.now(UTC) + timedelta(hours=1)
        put = self.autoscaling.put_scheduled_update_group_action
        for name in ('a', 'b'):
            self.group(name, 0, VPCZoneIdentifier=subnets)
            put(
                AutoScalingGroupName=name,
                ScheduledActionName='expire',
                StartTime=soon,
                MinSize=0,
                MaxSize=0,
                DesiredCapacity=0,
            )
        listed = self.autoscaling.describe_scheduled_actions()['ScheduledUpdateGroupActions']
        self.assertEqual(['a', 'b'], sorted(a['AutoScalingGroupName'] for a in listed))
        past = {'ScheduledActionName': 'late', 'StartTime': datetime(2020, 1, 1), 'MinSize': 0}
        self.refused('ValidationError', put, AutoScalingGroupName='a', **past)
        self.autoscaling.delete_scheduled_action(
            AutoScalingGroupName='a', ScheduledActionName='expire'
        )
        self.autoscaling.delete_auto_scaling_group(AutoScalingGroupName='b')
        left = self.autoscaling.describe_scheduled_actions()['ScheduledUpdateGroupActions']
        self.assertEqual([], left)

    def test_completing_an_unknown_lifecycle_action_is_a_validation_error(self) -> None:
        self.group(size=1)
        self.refused(
            'ValidationError',
            self.autoscaling.complete_lifecycle_action,
            AutoScalingGroupName='nodes',
            LifecycleHookName='drain',
            LifecycleActionResult='CONTINUE',
            InstanceId=self.instances()[0]['InstanceId'],
        )
