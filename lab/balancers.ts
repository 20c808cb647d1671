import {
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type {AwsApi} from './aws-api.ts';

export interface Balancer {
  readonly region: string;
  /** The tag KubernetesCluster, which kops puts on the load balancer of an API. */
  readonly cluster: string | undefined;
}

/** The load balancer of a DNS name in any region; undefined when the account has none. */
export type FindBalancer = (dnsName: string) => Promise<Balancer | undefined>;

/** Asks with the access key id `LAB`; kops tags a load balancer once, so an answer with the tag is kept. */
export const balancerFinder = (aws: AwsApi): FindBalancer => {
  const known = new Map<string, string>();
  const clusterOf = async (region: string, arn: string): Promise<string | undefined> => {
    const client = new ElasticLoadBalancingV2Client({
      endpoint: aws.url,
      region,
      credentials: {accessKeyId: 'LAB', secretAccessKey: 'LAB'},
    });
    const answer = await client.send(new DescribeTagsCommand({ResourceArns: [arn]}));
    const tags = answer.TagDescriptions?.[0]?.Tags ?? [];
    const cluster = tags.find(({Key}) => Key === 'KubernetesCluster')?.Value;
    if (cluster !== undefined) known.set(arn, cluster);
    return cluster;
  };
  return async (dnsName) => {
    const balancers = await aws.loadBalancers();
    const found = balancers.find((balancer) => balancer.dnsName.toLowerCase() === dnsName);
    if (found === undefined) return undefined;
    const {region, arn} = found;
    return {region, cluster: known.get(arn) ?? (await clusterOf(region, arn))};
  };
};
