/** `cluster:` and `controlPlane:`. */

import * as z from 'zod';
import {
  cidr,
  duration,
  isCidr,
  kopsFields,
  machineType,
  text,
  wholeNumber,
  zone,
} from './leaves.js';

const fullVersion = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

const whoError = '`runner` or a range of addresses. Write CIDR, like 203.0.113.0/24.';
const who = z
  .string({error: whoError})
  .refine((value) => value === 'runner' || isCidr(value), {error: whoError});

const access = z.strictObject({
  api: z
    .array(who)
    .min(1, {error: 'a list that lets anybody in. Write [runner], or ranges of addresses.'})
    .default(['runner'])
    .describe(
      'Who may reach the Kubernetes API: `runner` (the addresses of the jobs that use the cluster) and ranges of addresses (CIDR).',
    ),
  ssh: z
    .array(cidr())
    .default([])
    .describe('Ranges of addresses (CIDR) that may use SSH. Nobody by default.'),
});

export const cluster = z.strictObject(
  {
    name: text(
      /^[a-z][a-z0-9-]{0,18}[a-z0-9]$/,
      'a cluster name. Write 2 to 20 lower-case letters, digits and hyphens, a letter first and no hyphen last.',
    ).describe(
      'The first part of the cluster’s name: 2 to 20 lower-case letters, digits and hyphens. kops-spot adds the scope, six hex digits and `.k8s.local`.',
    ),
    region: text(/^[a-z]{2}(-[a-z]+)+-\d+$/, 'a region. Write its name, like us-east-1.').describe(
      'The AWS region, like `us-east-1`.',
    ),
    zones: z
      .union(
        [
          wholeNumber(1, 6),
          z.array(zone()).min(1, {error: 'a list of zones. Write at least one.'}),
        ],
        {
          error:
            'a number of zones or a list of their names. Write 3, or [us-east-1a, us-east-1b].',
        },
      )
      .optional()
      .describe(
        'How many availability zones (the region’s first ones), or their names. Three by default. A live cluster keeps the zones it has.',
      ),
    kopsVersion: text(fullVersion, 'a full version')
      .default('1.36.0')
      .describe('The kops release that makes the cluster, as `x.y.z`.'),
    kubernetesVersion: text(fullVersion, 'a full version')
      .default('1.36.1')
      .describe('The Kubernetes release that the cluster runs, as `x.y.z`; kubectl’s, too.'),
    ttl: duration().prefault('4h').describe('How long the cluster may live, like `4h` or `90m`.'),
    access: access.prefault({}).describe('Who may reach the cluster.'),
    stateStore: text(
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^/]+)*\/?$/,
      'a state store. Write a bucket that exists, like s3://my-company-kops.',
    )
      .optional()
      .describe(
        'A bucket of yours for kops’ state, as `s3://bucket` or `s3://bucket/path`. Without it kops-spot makes one of its own and deletes it when it is empty.',
      ),
    cloudLabels: z
      .record(z.string(), z.string({error: 'a string. Put it in quotes.'}))
      .default({})
      .describe('Tags for everything that the cluster has in AWS.'),
    kops: kopsFields()
      .default({})
      .describe(
        'Fields of kops’ Cluster `spec`: maps merge, lists replace, null takes a field away.',
      ),
  },
  {error: 'a map with the name and the region of the cluster.'},
);

const counts = '1, 3 or 5: etcd wants an odd number.';

export const controlPlane = z.strictObject({
  count: z
    .union([z.literal(1), z.literal(3), z.literal(5)], {error: counts})
    .default(1)
    .describe('Control-plane nodes: 1, 3 or 5, spread over the zones.'),
  // What `kops create cluster` takes when it is not told otherwise.
  machineType: machineType()
    .default('t3.medium')
    .describe('The instance type of the control-plane nodes.'),
  spot: z
    .boolean()
    .default(false)
    .describe(
      'Whether the control plane runs on Spot, too. If AWS takes a node, the cluster may be lost.',
    ),
  kops: kopsFields()
    .default({})
    .describe('Fields of kops’ InstanceGroup `spec`, for every control-plane group.'),
});
