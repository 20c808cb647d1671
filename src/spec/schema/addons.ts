/**
 * `addons:`: true, false, or kops' own fields (docs/addons.md of kops 1.36; types in pkg/apis/kops/v1alpha2).
 * `clusterAutoscaler.image` is left out on purpose: an image goes with one Kubernetes minor only.
 */

import * as z from 'zod';
import {quantity, text} from './leaves.js';

const flag = () => z.boolean().optional();
const words = () => z.string({error: 'a string. Put it in quotes.'}).optional();
const amount = () => quantity().optional();
const enabled = {enabled: z.boolean().default(true).describe('Whether the addon is installed.')};

/** A time as Go writes it. */
const goTime = () => text(/^(\d+(\.\d+)?(ms|s|m|h))+$/, 'a time. Write it like 10m0s.').optional();

const requests = {
  cpuRequest: amount().describe('CPU request of the addon’s pods, like `200m`.'),
  memoryRequest: amount().describe('Memory request of the addon’s pods, like `64Mi`.'),
};

function addon<F extends z.core.$ZodLooseShape>(fields: F) {
  const error = 'true, false or a map of kops’ fields.';
  return z.union([z.boolean(), z.strictObject({...enabled, ...fields})], {error}).optional();
}

export const nodeTerminationHandler = addon({
  ...requests,
  memoryLimit: amount().describe('Memory limit of the addon’s pods.'),
  enableSQSTerminationDraining: flag().describe('Queue mode: interruptions come through SQS.'),
  enableSpotInterruptionDraining: flag().describe('Drains a node that AWS is about to take.'),
  enableScheduledEventDraining: flag().describe('Drains a node before scheduled maintenance.'),
  enableRebalanceMonitoring: flag().describe(
    'Acts on rebalance recommendations; wants draining in queue mode.',
  ),
  enableRebalanceDraining: flag().describe('Drains a node that is likely to be taken.'),
  enableOutOfServiceTaint: flag().describe('Taints a drained node as out of service.'),
  prometheusEnable: flag().describe('Serves metrics for Prometheus.'),
  excludeFromLoadBalancers: flag().describe(
    'Takes a node out of load balancers before it is drained.',
  ),
  deleteSQSMsgIfNodeNotFound: flag().describe(
    'Drops messages about nodes that are not in the cluster.',
  ),
  managedASGTag: words().describe(
    'The tag of the Auto Scaling groups that the handler looks after.',
  ),
  podTerminationGracePeriod: z
    .int()
    .optional()
    .describe('Seconds that pods get; -1 leaves it to them.'),
  taintNode: flag().describe('Taints a node when its interruption is known.'),
  version: words().describe('The handler’s version.'),
  webhookTemplate: words().describe('What the webhook is sent.'),
  webhookURL: words().describe('A webhook that hears of interruptions.'),
});

export const certManager = addon({
  managed: flag().describe('False when you install cert-manager yourself.'),
  image: words().describe('cert-manager’s image.'),
  defaultIssuer: words().describe('The issuer of certificates that name none.'),
  nameservers: z.array(z.string()).optional().describe('Name servers for DNS01 challenges.'),
  hostedZoneIDs: z.array(z.string()).optional().describe('Route 53 zones for DNS01 challenges.'),
  featureGates: z
    .record(z.string(), z.boolean())
    .optional()
    .describe('cert-manager’s feature gates.'),
});

export const metricsServer = addon({
  insecure: flag().describe(
    'Whether the API trusts metrics-server unseen. False needs `certManager`.',
  ),
  image: words().describe('metrics-server’s image.'),
});

export const clusterAutoscaler = addon({
  ...requests,
  expander: z
    .enum(['least-waste', 'most-pods', 'random', 'price', 'priority'], {
      error: 'an expander. Write one of least-waste, most-pods, random, price, priority.',
    })
    .default('least-waste')
    .describe('How the autoscaler chooses among groups that would do.'),
  balanceSimilarNodeGroups: flag().describe('Keeps groups of like nodes equally large.'),
  emitPerNodegroupMetrics: flag().describe('Serves metrics for each group.'),
  awsUseStaticInstanceList: flag().describe(
    'Uses the instance types that were known when it was built.',
  ),
  ignoreDaemonSetsUtilization: flag().describe(
    'Leaves DaemonSets out when it looks for idle nodes.',
  ),
  scaleDownUtilizationThreshold: words().describe(
    'Below this utilization a node is idle, like `"0.5"`.',
  ),
  skipNodesWithCustomControllerPods: flag().describe(
    'Keeps nodes whose pods no known controller owns.',
  ),
  skipNodesWithSystemPods: flag().describe('Keeps nodes that run pods of kube-system.'),
  skipNodesWithLocalStorage: flag().describe('Keeps nodes whose pods have local storage.'),
  newPodScaleUpDelay: goTime().describe('How old a pending pod must be to count.'),
  scaleDownDelayAfterAdd: goTime().describe('How long after growing nothing shrinks.'),
  scaleDownUnneededTime: goTime().describe('How long a node must be idle to go.'),
  scaleDownUnreadyTime: goTime().describe('How long a node must be unready to go.'),
  maxNodeProvisionTime: goTime().describe('How long a new node may take to join.'),
  cordonNodeBeforeTerminating: flag().describe('Cordons a node before it goes.'),
  podAnnotations: z.record(z.string(), z.string()).optional().describe('Annotations for the pod.'),
  createPriorityExpanderConfig: flag().describe(
    'Whether kops writes the priority expander’s ConfigMap.',
  ),
  customPriorityExpanderConfig: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe('Group names by priority, for the priority expander.'),
});

export const addons = z.strictObject({
  nodeTerminationHandler: nodeTerminationHandler.describe(
    'Cordons and drains nodes that AWS takes away. On by default, in queue mode.',
  ),
  certManager: certManager.describe('cert-manager.'),
  metricsServer: metricsServer.describe(
    'metrics-server, which the Horizontal Pod Autoscaler needs.',
  ),
  clusterAutoscaler: clusterAutoscaler.describe(
    'Adds and removes nodes between minSize and maxSize.',
  ),
});
