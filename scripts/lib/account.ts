/** What an account holds, told by the AWS CLI and not by us: the proof that nothing is left rests on it. */

import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** One line a resource type: its name, the CLI's arguments, and the query for its ids. */
const types: readonly (readonly [string, string, string])[] = [
  [
    'instances',
    'ec2 describe-instances --filters Name=instance-state-name,Values=pending,running,stopping,stopped,shutting-down',
    'Reservations[].Instances[].InstanceId',
  ],
  ['volumes', 'ec2 describe-volumes', 'Volumes[].VolumeId'],
  ['snapshots', 'ec2 describe-snapshots --owner-ids self', 'Snapshots[].SnapshotId'],
  ['launch templates', 'ec2 describe-launch-templates', 'LaunchTemplates[].LaunchTemplateName'],
  [
    'network interfaces',
    'ec2 describe-network-interfaces',
    'NetworkInterfaces[].NetworkInterfaceId',
  ],
  ['elastic IPs', 'ec2 describe-addresses', 'Addresses[].AllocationId'],
  [
    'NAT gateways',
    'ec2 describe-nat-gateways --filter Name=state,Values=pending,available,deleting',
    'NatGateways[].NatGatewayId',
  ],
  ['VPC endpoints', 'ec2 describe-vpc-endpoints', 'VpcEndpoints[].VpcEndpointId'],
  ['security groups', 'ec2 describe-security-groups', 'SecurityGroups[].GroupId'],
  ['route tables', 'ec2 describe-route-tables', 'RouteTables[].RouteTableId'],
  ['subnets', 'ec2 describe-subnets', 'Subnets[].SubnetId'],
  ['internet gateways', 'ec2 describe-internet-gateways', 'InternetGateways[].InternetGatewayId'],
  [
    'egress-only gateways',
    'ec2 describe-egress-only-internet-gateways',
    'EgressOnlyInternetGateways[].EgressOnlyInternetGatewayId',
  ],
  ['VPCs', 'ec2 describe-vpcs', 'Vpcs[].VpcId'],
  ['DHCP options', 'ec2 describe-dhcp-options', 'DhcpOptions[].DhcpOptionsId'],
  ['key pairs', 'ec2 describe-key-pairs', 'KeyPairs[].KeyPairId'],
  ['prefix lists', 'ec2 describe-managed-prefix-lists', 'PrefixLists[].PrefixListId'],
  [
    'Auto Scaling groups',
    'autoscaling describe-auto-scaling-groups',
    'AutoScalingGroups[].AutoScalingGroupName',
  ],
  ['load balancers', 'elbv2 describe-load-balancers', 'LoadBalancers[].LoadBalancerArn'],
  [
    'classic load balancers',
    'elb describe-load-balancers',
    'LoadBalancerDescriptions[].LoadBalancerName',
  ],
  ['target groups', 'elbv2 describe-target-groups', 'TargetGroups[].TargetGroupArn'],
  ['IAM roles', 'iam list-roles', 'Roles[].RoleName'],
  ['instance profiles', 'iam list-instance-profiles', 'InstanceProfiles[].InstanceProfileName'],
  ['OIDC providers', 'iam list-open-id-connect-providers', 'OpenIDConnectProviderList[].Arn'],
  ['queues', 'sqs list-queues', 'QueueUrls[]'],
  ['EventBridge rules', 'events list-rules', 'Rules[].Name'],
  ['buckets', 's3api list-buckets', 'Buckets[].Name'],
];

export type Account = Readonly<Record<string, readonly string[]>>;

/** Asks three types at a time: the CLI spends its time starting. */
export async function listAccount(env: NodeJS.ProcessEnv): Promise<Account> {
  const found: Record<string, string[]> = {};
  const waiting = [...types];
  const worker = async () => {
    for (let type = waiting.shift(); type !== undefined; type = waiting.shift()) {
      const [name, args, query] = type;
      const all = [...args.split(' '), '--query', query, '--output', 'json'];
      const {stdout} = await run('aws', all, {env, maxBuffer: 64_000_000});
      found[name] = ((JSON.parse(stdout || 'null') ?? []) as string[]).sort();
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return Object.fromEntries(types.map(([name]) => [name, found[name] ?? []]));
}

/** What one list has more or less than another, in words; empty when they are the same. */
export function accountDifferences(before: Account, after: Account): string[] {
  return Object.keys(before).flatMap((name) => {
    const [old, fresh] = [new Set(before[name]), new Set(after[name])];
    return [
      ...[...fresh].filter((id) => !old.has(id)).map((id) => `${name}: ${id} is left`),
      ...[...old].filter((id) => !fresh.has(id)).map((id) => `${name}: ${id} is missing`),
    ];
  });
}
