/** Tags on the cluster's VPC: what changes with every run stands there, and not in kops' cloudLabels. */

import type {Cloud} from './cloud.js';
import {calling} from './errors.js';

export async function tagVpc(
  cloud: Cloud,
  clusterName: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const sdk = await import('@aws-sdk/client-ec2');
  const client = new sdk.EC2Client(cloud.options);
  await calling('tag the VPC', async () => {
    const Filters = [{Name: 'tag:kops-spot/cluster', Values: [clusterName]}];
    const {Vpcs = []} = await client.send(new sdk.DescribeVpcsCommand({Filters}));
    const Resources = Vpcs.map((vpc) => vpc.VpcId ?? '');
    if (Resources.length === 0) return; // a VPC that the user shares is not ours to tag
    const Tags = Object.entries(tags).map(([Key, Value]) => ({Key, Value}));
    await client.send(new sdk.CreateTagsCommand({Resources, Tags}));
  });
}
