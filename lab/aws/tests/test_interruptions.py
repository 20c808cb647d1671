"""corrections/interruptions.py, interruptions.py and the endpoint"""

import json
import urllib.error
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.lab import LabTest, ask, client


class Interruptions(LabTest):
    def setUp(self) -> None:
        super().setUp()
        market = {'MarketType': 'spot'}
        template = self.template(InstanceMarketOptions=market)
        self.group(LaunchTemplate={'LaunchTemplateId': template, 'Version': '$Latest'})
        self.queue = self._queue()

    def _queue(self) -> str:
        """A queue that gets interruption warnings, as kops makes it for its clusters."""
        self.sqs, events = client('sqs'), client('events')
        url = self.sqs.create_queue(QueueName='pr-1-nth')['QueueUrl']
        arn = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=['QueueArn'])
        warning = ['EC2 Spot Instance Interruption Warning']
        pattern = json.dumps({'source': ['aws.ec2'], 'detail-type': warning})
        events.put_rule(Name='pr-1-SpotInterruption', EventPattern=pattern)
        targets = [{'Id': '1', 'Arn': arn['Attributes']['QueueArn']}]
        events.put_targets(Rule='pr-1-SpotInterruption', Targets=targets)
        return str(url)

    def warned(self) -> list[dict[str, Any]]:
        got = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        return [json.loads(message['Body']) for message in got.get('Messages', [])]

    def ended_in(self, minutes: int) -> None:
        import background

        background.tick(datetime.now(UTC) + timedelta(minutes=minutes))

    def test_interruption_is_announced_and_then_ends_the_instance(self) -> None:
        first = self.instances()[0]['InstanceId']
        ask('PUT', f'/lab/interruptions/{first}')
        (event,) = self.warned()
        detail = {'instance-id': first, 'instance-action': 'terminate'}
        self.assertEqual(('aws.ec2', detail), (event['source'], event['detail']))
        self.ended_in(1)
        self.assertIn(first, [i['InstanceId'] for i in self.instances()])
        self.ended_in(3)
        (gone,) = self.instances('terminated')
        self.assertEqual(first, gone['InstanceId'])
        self.assertEqual('Server.SpotInstanceTermination', gone['StateReason']['Code'])
        self.assertEqual(2, len(self.instances()), 'the group replaces it')

    def test_event_reaches_its_target_whole(self) -> None:
        warning = {'DetailType': 'EC2 Spot Instance Interruption Warning', 'Detail': '{"a": 1}'}
        client('events').put_events(Entries=[{'Source': 'aws.ec2', **warning}])
        (event,) = self.warned()
        self.assertEqual(('123456789012', {'a': 1}), (event['account'], event['detail']))
        self.assertRegex(event['time'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$')

    def test_on_demand_instance_is_not_interrupted(self) -> None:
        ran = self.ec2.run_instances(ImageId=self.image(), MinCount=1, MaxCount=1)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            ask('PUT', f'/lab/interruptions/{ran["Instances"][0]["InstanceId"]}')
        self.assertEqual(400, refused.exception.code)

    def test_spot_interruption_experiment_interrupts(self) -> None:
        fis = client('fis')
        arn = f'arn:aws:ec2:us-east-1:123456789012:instance/{self.instances()[0]["InstanceId"]}'
        target = {
            'resourceType': 'aws:ec2:spot-instance',
            'resourceArns': [arn],
            'selectionMode': 'ALL',
        }
        action = {
            'actionId': 'aws:ec2:send-spot-instance-interruptions',
            'parameters': {'durationBeforeInterruption': 'PT2M'},
            'targets': {'SpotInstances': 'nodes'},
        }
        template = fis.create_experiment_template(
            description='interrupt',
            roleArn='arn:aws:iam::123456789012:role/fis',
            stopConditions=[{'source': 'none'}],
            targets={'nodes': target},
            actions={'interrupt': action},
        )['experimentTemplate']['id']
        fis.start_experiment(experimentTemplateId=template)
        self.assertEqual([arn.split('/')[1]], [e['detail']['instance-id'] for e in self.warned()])

    def test_terminated_instance_is_forgotten_after_an_hour(self) -> None:
        first = self.instances()[0]['InstanceId']
        self.ec2.terminate_instances(InstanceIds=[first])
        listed = {i['id']: i['state'] for i in json.loads(ask('GET', '/lab/instances'))}
        self.assertEqual('terminated', listed[first])
        self.ended_in(30)
        self.assertEqual(1, len(self.instances('terminated')))
        self.ended_in(61)
        self.assertEqual([], self.instances('terminated'))
