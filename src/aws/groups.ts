/** A cluster's Auto Scaling groups, their instances, and why instances are missing. */

import type {AutoScalingGroup} from '@aws-sdk/client-auto-scaling';
import type {Cloud} from './cloud.js';
import {calling} from './errors.js';

export interface Machine {
  readonly id: string;
  readonly group: string;
  readonly type: string;
  readonly zone: string;
  /** The instance's own, as EC2 tells it: `spot` or `on-demand`. */
  readonly lifecycle: 'spot' | 'on-demand';
  readonly state: string;
  /** Milliseconds since the epoch. */
  readonly launched: number;
}

export interface ScalingGroup {
  /** The kops InstanceGroup that it was made for. */
  readonly group: string;
  readonly name: string;
  readonly desired: number;
  readonly capacityRebalance: boolean;
}

/** One scaling activity that failed, in AWS' words. */
export interface Failure {
  readonly group: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly message: string;
}

/** Set by kops on every Auto Scaling group and instance. */
const groupTag = 'kops.k8s.io/instancegroup';

async function autoScaling(cloud: Cloud) {
  const sdk = await import('@aws-sdk/client-auto-scaling');
  return {sdk, client: new sdk.AutoScalingClient(cloud.options)};
}

export async function scalingGroups(cloud: Cloud, clusterName: string): Promise<ScalingGroup[]> {
  const {sdk, client} = await autoScaling(cloud);
  return calling('describe the Auto Scaling groups', async () => {
    const groups: ScalingGroup[] = [];
    const pages = sdk.paginateDescribeAutoScalingGroups(
      {client},
      {Filters: [{Name: 'tag:KubernetesCluster', Values: [clusterName]}]},
    );
    for await (const page of pages)
      groups.push(...(page.AutoScalingGroups ?? []).map(scalingGroup));
    return groups;
  });
}

function scalingGroup(found: AutoScalingGroup): ScalingGroup {
  const name = found.AutoScalingGroupName ?? '';
  return {
    group: found.Tags?.find((tag) => tag.Key === groupTag)?.Value ?? name,
    name,
    desired: found.DesiredCapacity ?? 0,
    capacityRebalance: found.CapacityRebalance ?? false,
  };
}

/** Every instance of the cluster that is not gone. */
export async function machines(cloud: Cloud, clusterName: string): Promise<Machine[]> {
  const sdk = await import('@aws-sdk/client-ec2');
  const client = new sdk.EC2Client(cloud.options);
  return calling('describe the instances', async () => {
    const found: Machine[] = [];
    const pages = sdk.paginateDescribeInstances(
      {client},
      {
        Filters: [
          {Name: 'tag:KubernetesCluster', Values: [clusterName]},
          {Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped']},
        ],
      },
    );
    for await (const page of pages)
      for (const instance of page.Reservations?.flatMap((r) => r.Instances ?? []) ?? [])
        found.push({
          id: instance.InstanceId ?? '',
          group: instance.Tags?.find((tag) => tag.Key === groupTag)?.Value ?? '',
          type: instance.InstanceType ?? '',
          zone: instance.Placement?.AvailabilityZone ?? '',
          lifecycle: instance.InstanceLifecycle === 'spot' ? 'spot' : 'on-demand',
          state: instance.State?.Name ?? '',
          launched: instance.LaunchTime?.getTime() ?? 0,
        });
    return found;
  });
}

/** Sets every group of the cluster to 0/0/0; AWS then ends its instances. Returns how many groups there are. */
export async function scaleToZero(cloud: Cloud, clusterName: string): Promise<number> {
  const {sdk, client} = await autoScaling(cloud);
  const groups = await scalingGroups(cloud, clusterName);
  await calling('set the Auto Scaling groups to zero', () =>
    Promise.all(
      groups.map(({name}) =>
        client.send(
          new sdk.UpdateAutoScalingGroupCommand({
            AutoScalingGroupName: name,
            MinSize: 0,
            MaxSize: 0,
            DesiredCapacity: 0,
          }),
        ),
      ),
    ),
  );
  return groups.length;
}

/** The failed activities of one group, newest first. */
export async function failures(cloud: Cloud, scalingGroup: ScalingGroup): Promise<Failure[]> {
  const {sdk, client} = await autoScaling(cloud);
  const answer = await calling('describe the scaling activities', () =>
    client.send(
      new sdk.DescribeScalingActivitiesCommand({
        AutoScalingGroupName: scalingGroup.name,
        MaxRecords: 20,
      }),
    ),
  );
  return (answer.Activities ?? [])
    .filter((activity) => activity.StatusCode === 'Failed')
    .map((activity) => ({
      group: scalingGroup.group,
      at: activity.StartTime?.getTime() ?? 0,
      message: activity.StatusMessage ?? activity.Description ?? 'no reason given',
    }));
}

/** The last lines that an instance wrote to its console; empty while EC2 has none. */
export async function consoleTail(cloud: Cloud, id: string, lines: number): Promise<string[]> {
  const sdk = await import('@aws-sdk/client-ec2');
  const client = new sdk.EC2Client(cloud.options);
  const answer = await calling('read an instance console', () =>
    client.send(new sdk.GetConsoleOutputCommand({InstanceId: id})),
  );
  const text = Buffer.from(answer.Output ?? '', 'base64').toString('utf8');
  return text.split(/\r?\n/).filter(Boolean).slice(-lines);
}
