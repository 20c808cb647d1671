/** The inventory's EC2 types: found by kops' tag, or by ours where kops has no part in it. */

import type {Filter} from '@aws-sdk/client-ec2';
import type {Cloud} from './cloud.js';
import type {Describe} from './resource.js';

type Sdk = typeof import('@aws-sdk/client-ec2');
type Client = InstanceType<Sdk['EC2Client']>;
type Ids = (string | undefined)[] | undefined;

/** Collects the ids of all pages; each type says how its pages are asked for and where the ids stand. */
function ec2(
  pages: (sdk: Sdk, client: Client, tagged: {Filters: Filter[]}) => AsyncIterable<Ids>,
  tag = 'KubernetesCluster',
): Describe {
  return async (cloud: Cloud, clusterName: string) => {
    const sdk = await import('@aws-sdk/client-ec2');
    const client = new sdk.EC2Client(cloud.options);
    const tagged = {Filters: [{Name: `tag:${tag}`, Values: [clusterName]}]};
    const ids: string[] = [];
    for await (const page of pages(sdk, client, tagged))
      for (const id of page ?? []) if (id !== undefined) ids.push(id);
    return ids;
  };
}

async function* each<P>(pages: AsyncIterable<P>, ids: (page: P) => Ids): AsyncIterable<Ids> {
  for await (const page of pages) yield ids(page);
}

async function* once<P>(answer: Promise<P>, ids: (page: P) => Ids): AsyncIterable<Ids> {
  yield ids(await answer);
}

/** EC2 lists the dead for an hour: these states are as good as gone. */
const gone = new Set(['terminated', 'deleted', 'delete-complete']);

const alive = <T extends {State?: string | undefined}>(item: T) => !gone.has(item.State ?? '');

export const ec2Types: Readonly<Record<string, Describe>> = {
  instance: ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeInstances({client}, tagged), (page) =>
      page.Reservations?.flatMap((r) => r.Instances ?? [])
        .filter((i) => !gone.has(i.State?.Name ?? ''))
        .map((i) => i.InstanceId),
    ),
  ),
  volume: ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeVolumes({client}, tagged), (page) =>
      page.Volumes?.filter(alive).map((v) => v.VolumeId),
    ),
  ),
  snapshot: ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeSnapshots({client}, {...tagged, OwnerIds: ['self']}), (page) =>
      page.Snapshots?.map((s) => s.SnapshotId),
    ),
  ),
  'launch-template': ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeLaunchTemplates({client}, tagged), (page) =>
      page.LaunchTemplates?.map((t) => t.LaunchTemplateName),
    ),
  ),
  'network-interface': ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeNetworkInterfaces({client}, tagged), (page) =>
      page.NetworkInterfaces?.map((n) => n.NetworkInterfaceId),
    ),
  ),
  'elastic-ip': ec2((sdk, client, tagged) =>
    once(client.send(new sdk.DescribeAddressesCommand(tagged)), (page) =>
      page.Addresses?.map((a) => a.AllocationId),
    ),
  ),
  'nat-gateway': ec2((sdk, client, {Filters}) =>
    each(sdk.paginateDescribeNatGateways({client}, {Filter: Filters}), (page) =>
      page.NatGateways?.filter(alive).map((n) => n.NatGatewayId),
    ),
  ),
  'vpc-endpoint': ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeVpcEndpoints({client}, tagged), (page) =>
      page.VpcEndpoints?.filter(alive).map((e) => e.VpcEndpointId),
    ),
  ),
  'security-group': ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeSecurityGroups({client}, tagged), (page) =>
      page.SecurityGroups?.map((g) => g.GroupId),
    ),
  ),
  'route-table': ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeRouteTables({client}, tagged), (page) =>
      page.RouteTables?.map((t) => t.RouteTableId),
    ),
  ),
  subnet: ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeSubnets({client}, tagged), (page) =>
      page.Subnets?.map((s) => s.SubnetId),
    ),
  ),
  'internet-gateway': ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeInternetGateways({client}, tagged), (page) =>
      page.InternetGateways?.map((g) => g.InternetGatewayId),
    ),
  ),
  'egress-only-internet-gateway': ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeEgressOnlyInternetGateways({client}, tagged), (page) =>
      page.EgressOnlyInternetGateways?.map((g) => g.EgressOnlyInternetGatewayId),
    ),
  ),
  vpc: ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeVpcs({client}, tagged), (page) => page.Vpcs?.map((v) => v.VpcId)),
  ),
  'dhcp-options': ec2((sdk, client, tagged) =>
    each(sdk.paginateDescribeDhcpOptions({client}, tagged), (page) =>
      page.DhcpOptions?.map((d) => d.DhcpOptionsId),
    ),
  ),
  'key-pair': ec2((sdk, client, tagged) =>
    once(client.send(new sdk.DescribeKeyPairsCommand(tagged)), (page) =>
      page.KeyPairs?.map((k) => k.KeyPairId),
    ),
  ),
  'prefix-list': ec2(
    (sdk, client, tagged) =>
      each(sdk.paginateDescribeManagedPrefixLists({client}, tagged), (page) =>
        page.PrefixLists?.filter(alive).map((l) => l.PrefixListId),
      ),
    'kops-spot/cluster',
  ),
};
