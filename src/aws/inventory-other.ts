/** The inventory's types outside of EC2; where a service cannot filter by tag, by derived name and then tag. */

import type {ListRulesCommandOutput} from '@aws-sdk/client-eventbridge';
import type {Cloud} from './cloud.js';
import type {Describe} from './resource.js';

/** kops' own tag on all that can carry one. */
const clusterTag = 'KubernetesCluster';

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

function tagged(clusterName: string, tags: readonly Tag[] | undefined): boolean {
  return (tags ?? []).some(
    ({Key, Value}) =>
      (Key === clusterTag && Value === clusterName) ||
      (Key === `kubernetes.io/cluster/${clusterName}` && Value === 'owned'),
  );
}

/**
 * IAM cannot filter by tag, and reading the tags of every role of an account is slow: kops' names end in the
 * cluster's, cut to 64 characters (kops, pkg/model/iam), so only names that share its beginning are asked.
 */
function mayBeOurs(name: string, clusterName: string): boolean {
  return name.includes(clusterName.slice(0, 10));
}

async function loadBalancing(cloud: Cloud) {
  const sdk = await import('@aws-sdk/client-elastic-load-balancing-v2');
  return {sdk, client: new sdk.ElasticLoadBalancingV2Client(cloud.options)};
}

async function iam(cloud: Cloud) {
  const sdk = await import('@aws-sdk/client-iam');
  return {sdk, client: new sdk.IAMClient(cloud.options)};
}

/** DescribeTags of Elastic Load Balancing takes twenty resources a call. */
async function balancingOf(cloud: Cloud, arns: string[], clusterName: string): Promise<string[]> {
  const {sdk, client} = await loadBalancing(cloud);
  const ours: string[] = [];
  for (let i = 0; i < arns.length; i += 20) {
    const answer = await client.send(
      new sdk.DescribeTagsCommand({ResourceArns: arns.slice(i, i + 20)}),
    );
    for (const {ResourceArn, Tags} of answer.TagDescriptions ?? [])
      if (ResourceArn && tagged(clusterName, Tags)) ours.push(ResourceArn);
  }
  return ours;
}

export const otherTypes: Readonly<Record<string, Describe>> = {
  'autoscaling-group': async (cloud, clusterName) => {
    const sdk = await import('@aws-sdk/client-auto-scaling');
    const client = new sdk.AutoScalingClient(cloud.options);
    const Filters = [{Name: `tag:${clusterTag}`, Values: [clusterName]}];
    const ids: string[] = [];
    for await (const page of sdk.paginateDescribeAutoScalingGroups({client}, {Filters}))
      ids.push(...(page.AutoScalingGroups ?? []).map((g) => g.AutoScalingGroupName ?? ''));
    return ids;
  },
  'load-balancer': async (cloud, clusterName) => {
    const {sdk, client} = await loadBalancing(cloud);
    const arns: string[] = [];
    for await (const page of sdk.paginateDescribeLoadBalancers({client}, {}))
      arns.push(...(page.LoadBalancers ?? []).map((l) => l.LoadBalancerArn ?? ''));
    return balancingOf(cloud, arns, clusterName);
  },
  'classic-load-balancer': async (cloud, clusterName) => {
    const sdk = await import('@aws-sdk/client-elastic-load-balancing');
    const client = new sdk.ElasticLoadBalancingClient(cloud.options);
    const names: string[] = [];
    for await (const page of sdk.paginateDescribeLoadBalancers({client}, {}))
      names.push(...(page.LoadBalancerDescriptions ?? []).map((l) => l.LoadBalancerName ?? ''));
    const ours: string[] = [];
    for (let i = 0; i < names.length; i += 20) {
      const LoadBalancerNames = names.slice(i, i + 20);
      const answer = await client.send(new sdk.DescribeTagsCommand({LoadBalancerNames}));
      for (const {LoadBalancerName, Tags} of answer.TagDescriptions ?? [])
        if (LoadBalancerName && tagged(clusterName, Tags)) ours.push(LoadBalancerName);
    }
    return ours;
  },
  'target-group': async (cloud, clusterName) => {
    const {sdk, client} = await loadBalancing(cloud);
    const arns: string[] = [];
    for await (const page of sdk.paginateDescribeTargetGroups({client}, {}))
      arns.push(...(page.TargetGroups ?? []).map((t) => t.TargetGroupArn ?? ''));
    return balancingOf(cloud, arns, clusterName);
  },
  'iam-role': async (cloud, clusterName) => {
    const {sdk, client} = await iam(cloud);
    const ours: string[] = [];
    for await (const page of sdk.paginateListRoles({client}, {}))
      for (const {RoleName = ''} of page.Roles ?? []) {
        if (!mayBeOurs(RoleName, clusterName)) continue;
        const {Tags} = await client.send(new sdk.ListRoleTagsCommand({RoleName}));
        if (tagged(clusterName, Tags)) ours.push(RoleName);
      }
    return ours;
  },
  'iam-instance-profile': async (cloud, clusterName) => {
    const {sdk, client} = await iam(cloud);
    const ours: string[] = [];
    for await (const page of sdk.paginateListInstanceProfiles({client}, {}))
      for (const {InstanceProfileName = ''} of page.InstanceProfiles ?? []) {
        if (!mayBeOurs(InstanceProfileName, clusterName)) continue;
        const {InstanceProfile} = await client.send(
          new sdk.GetInstanceProfileCommand({InstanceProfileName}),
        );
        if (tagged(clusterName, InstanceProfile?.Tags)) ours.push(InstanceProfileName);
      }
    return ours;
  },
  'oidc-provider': async (cloud, clusterName) => {
    const {sdk, client} = await iam(cloud);
    const {OpenIDConnectProviderList = []} = await client.send(
      new sdk.ListOpenIDConnectProvidersCommand({}),
    );
    const ours: string[] = [];
    for (const {Arn = ''} of OpenIDConnectProviderList) {
      const provider = {OpenIDConnectProviderArn: Arn};
      const {Tags} = await client.send(new sdk.ListOpenIDConnectProviderTagsCommand(provider));
      if (tagged(clusterName, Tags)) ours.push(Arn);
    }
    return ours;
  },
  'sqs-queue': async (cloud, clusterName) => {
    const sdk = await import('@aws-sdk/client-sqs');
    const client = new sdk.SQSClient(cloud.options);
    const ours: string[] = [];
    const QueueNamePrefix = clusterName.replaceAll('.', '-');
    for await (const page of sdk.paginateListQueues({client}, {QueueNamePrefix, MaxResults: 1000}))
      for (const QueueUrl of page.QueueUrls ?? []) {
        const {Tags = {}} = await client.send(new sdk.ListQueueTagsCommand({QueueUrl}));
        const tags = Object.entries(Tags).map(([Key, Value]) => ({Key, Value}));
        if (tagged(clusterName, tags)) ours.push(QueueUrl);
      }
    return ours;
  },
  'eventbridge-rule': async (cloud, clusterName) => {
    const sdk = await import('@aws-sdk/client-eventbridge');
    const client = new sdk.EventBridgeClient(cloud.options);
    const ours: string[] = [];
    for (let NextToken: string | undefined, first = true; first || NextToken; first = false) {
      const page: ListRulesCommandOutput = await client.send(
        new sdk.ListRulesCommand({NamePrefix: clusterName.slice(0, 40), NextToken}),
      );
      for (const {Name = '', Arn} of page.Rules ?? []) {
        const {Tags} = await client.send(new sdk.ListTagsForResourceCommand({ResourceARN: Arn}));
        if (tagged(clusterName, Tags)) ours.push(Name);
      }
      NextToken = page.NextToken;
    }
    return ours;
  },
};
