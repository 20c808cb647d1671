"""corrections/load_balancers.py"""

import json

from tests.lab import LabTest, ask, client


class LoadBalancers(LabTest):
    def test_network_load_balancer_is_named_as_one(self) -> None:
        _, subnets = self.network()
        tags = [{'Key': 'KubernetesCluster', 'Value': 'pr-1.k8s.local'}]
        made = client('elbv2').create_load_balancer(
            Name='api-pr-1', Type='network', Subnets=subnets, Tags=tags
        )['LoadBalancers'][0]
        arn, name = made['LoadBalancerArn'], made['DNSName']
        self.assertRegex(arn, ':loadbalancer/net/api-pr-1/[0-9a-f]{16}$')
        self.assertRegex(name, r'^api-pr-1-[0-9a-f]{16}\.elb\.us-east-1\.amazonaws\.com$')
        (listed,) = json.loads(ask('GET', '/lab/loadbalancers'))
        self.assertEqual({'KubernetesCluster': 'pr-1.k8s.local'}, listed['tags'])
        self.assertEqual((arn, name), (listed['arn'], listed['dnsName']))
        balancing = client('elbv2')
        group = balancing.create_target_group(
            Name='api', Protocol='TCP', Port=443, VpcId=made['VpcId']
        )['TargetGroups'][0]['TargetGroupArn']
        forward = [{'Type': 'forward', 'TargetGroupArn': group}]
        listen = {'LoadBalancerArn': arn, 'Protocol': 'TCP', 'Port': 443}
        balancing.create_listener(**listen, DefaultActions=forward)
        self.assertEqual(1, len(balancing.describe_listeners(LoadBalancerArn=arn)['Listeners']))
        balancing.delete_load_balancer(LoadBalancerArn=arn)
        self.assertEqual([], balancing.describe_load_balancers()['LoadBalancers'])

    def test_target_group_name_may_have_two_hyphens_in_a_row(self) -> None:
        vpc, _ = self.network()
        balancing = client('elbv2')
        given = {'Protocol': 'TCP', 'Port': 443, 'VpcId': vpc, 'TargetType': 'instance'}
        name, tags = 'tcp-pr-1-k8s-local--abc123', [{'Key': 'k', 'Value': 'v'}]
        made = balancing.create_target_group(Name=name, Tags=tags, **given)['TargetGroups'][0]
        arn = made['TargetGroupArn']
        self.assertIn(f':targetgroup/{name}/', arn)
        found = balancing.describe_target_groups(Names=[name])['TargetGroups']
        self.assertEqual([arn], [group['TargetGroupArn'] for group in found])
        described = balancing.describe_tags(ResourceArns=[arn])['TagDescriptions'][0]
        self.assertEqual(tags, described['Tags'])
        make = balancing.create_target_group
        self.refused('DuplicateTargetGroupName', make, Name=name, **given)
        self.refused('ValidationError', make, Name='-tcp--x', **given)
