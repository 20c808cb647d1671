"""requested.py, recorder.py and refusals.py: every protocol of AWS."""

import json
from typing import Any

from tests.lab import RECORD, LabTest, ask, client


class Calls(LabTest):
    def setUp(self) -> None:
        super().setUp()
        self.start = RECORD.stat().st_size

    def recorded(self) -> list[dict[str, Any]]:
        with RECORD.open() as log:
            log.seek(self.start)
            return [json.loads(line) for line in log]

    def last(self) -> dict[str, Any]:
        return self.recorded()[-1]

    def test_query_call_is_recorded(self) -> None:
        self.ec2.create_vpc(CidrBlock='10.0.0.0/16')
        line = self.last()
        self.assertEqual(('ec2', 'CreateVpc'), (line['service'], line['operation']))
        self.assertEqual(('us-east-1', 200, None), (line['region'], line['status'], line['code']))
        self.assertEqual('10.0.0.0/16', line['parameters']['CidrBlock'])
        self.assertEqual('AKIAIOSFODNN7EXAMPLE', line['accessKey'])
        self.assertRegex(line['time'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$')

    def test_failed_query_call_is_recorded_with_its_code(self) -> None:
        self.refused('InvalidVpcID.NotFound', self.ec2.describe_vpcs, VpcIds=['vpc-1'])
        self.assertEqual(
            (400, 'InvalidVpcID.NotFound'), (self.last()['status'], self.last()['code'])
        )

    def test_json_call_is_recorded(self) -> None:
        events = client('events', 'eu-west-1')
        events.list_rules(NamePrefix='pr-1')
        line = self.last()
        self.assertEqual(
            ('events', 'ListRules', 'eu-west-1', {'NamePrefix': 'pr-1'}),
            (line['service'], line['operation'], line['region'], line['parameters']),
        )
        queues = client('sqs')
        unknown = 'AWS.SimpleQueueService.NonExistentQueue'
        self.refused(unknown, queues.get_queue_url, QueueName='none')
        self.assertEqual(('sqs', 'GetQueueUrl'), (self.last()['service'], self.last()['operation']))
        self.assertEqual((400, 'QueueDoesNotExist'), (self.last()['status'], self.last()['code']))

    def test_rest_call_is_recorded(self) -> None:
        s3 = client('s3')
        s3.create_bucket(Bucket='state')
        s3.put_object(Bucket='state', Key='a/b.yaml', Body=b'secret: 1')
        line = self.last()
        self.assertEqual(('s3', 'PutObject'), (line['service'], line['operation']))
        self.assertEqual('a/b.yaml', line['parameters']['Key'])
        self.assertNotIn('secret', json.dumps(line))
        self.refused('NoSuchKey', s3.get_object, Bucket='state', Key='none')
        self.assertEqual((404, 'NoSuchKey'), (self.last()['status'], self.last()['code']))

    def test_secrets_are_not_recorded(self) -> None:
        sts = client('sts')
        sts.assume_role_with_web_identity(
            RoleArn='arn:aws:iam::123456789012:role/ci',
            RoleSessionName='run-1',
            WebIdentityToken='header.payload.signature',
        )
        line = self.last()
        self.assertEqual('AssumeRoleWithWebIdentity', line['operation'])
        self.assertEqual('sts', line['service'])
        self.assertNotIn('payload', json.dumps(line))

    def test_the_labs_own_calls_are_not_recorded(self) -> None:
        client('ec2', aws_access_key_id='LAB').describe_vpcs()
        ask('GET', '/lab/instances')
        self.assertEqual([], self.recorded())

    def test_web_identity_is_who_calls(self) -> None:
        keys = client('sts').assume_role_with_web_identity(
            RoleArn='arn:aws:iam::123456789012:role/ci',
            RoleSessionName='run-1',
            WebIdentityToken='header.payload.signature',
        )['Credentials']
        caller = client(
            'sts',
            aws_access_key_id=keys['AccessKeyId'],
            aws_secret_access_key=keys['SecretAccessKey'],
            aws_session_token=keys['SessionToken'],
        ).get_caller_identity()
        self.assertEqual('123456789012', caller['Account'])
        self.assertEqual('arn:aws:sts::123456789012:assumed-role/ci/run-1', caller['Arn'])

    def test_caller_without_a_role_is_an_iam_user(self) -> None:
        arn = client('sts').get_caller_identity()['Arn']
        self.assertEqual('arn:aws:iam::123456789012:user/moto', arn)

    def test_unknown_operation_is_refused_in_every_protocol(self) -> None:
        placement = {'TargetCapacity': 3, 'InstanceTypes': ['m5.large']}
        message = self.refused(
            'UnsupportedOperation', self.ec2.get_spot_placement_scores, **placement
        )
        self.assertIn('GetSpotPlacementScores', message)
        call = self.autoscaling.start_instance_refresh
        self.refused('InvalidAction', call, AutoScalingGroupName='nodes')
        self.refused('InvalidAction', client('sqs').list_message_move_tasks, SourceArn='arn:x')
        self.refused('InvalidAction', client('pricing').list_price_lists, **self._price_lists())
        self.refused('InvalidAction', client('outposts').list_sites)

    def _price_lists(self) -> dict[str, str]:
        when = '2026-01-01T00:00:00Z'
        return {'ServiceCode': 'AmazonEC2', 'EffectiveDate': when, 'CurrencyCode': 'USD'}
