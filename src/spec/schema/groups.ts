/** `onDemandGroups:` and `spotGroups:`. */

import * as z from 'zod';
import {kopsFields, machineType, text, wholeNumber, zone} from './leaves.js';

const label = z.string({error: 'a string. Put it in quotes.'});

/** What both kinds of groups have. Field names are kops' wherever kops has one. */
const common = {
  machineType: machineType()
    .optional()
    .describe(
      'One instance type, or with `instanceTypes` the one that kops and the autoscaler reckon with.',
    ),
  instanceTypes: z
    .array(machineType())
    .min(1, {error: 'a list of instance types. Write at least one.'})
    .optional()
    .describe('Instance types that AWS may choose from. More types, fewer interruptions.'),
  minSize: wholeNumber(0, 1000).default(1).describe('The least number of nodes, over all zones.'),
  maxSize: wholeNumber(0, 1000)
    .optional()
    .describe(
      'The greatest number of nodes, over all zones. `minSize` by default: nothing grows unasked.',
    ),
  zones: z
    .array(zone())
    .min(1, {error: 'a list of zones. Write at least one.'})
    .optional()
    .describe('Some of the cluster’s zones, by name. All by default.'),
  nodeLabels: z.record(z.string(), label).default({}).describe('Labels for the nodes.'),
  taints: z
    .array(
      text(
        /^[\w./-]+(=[\w.-]*)?:(NoSchedule|PreferNoSchedule|NoExecute)$/,
        'a taint. Write key=value:Effect, like batch=true:NoSchedule.',
      ),
    )
    .default([])
    .describe('Taints for the nodes, as `key=value:Effect`.'),
  kops: kopsFields()
    .default({})
    .describe(
      'Fields of kops’ InstanceGroup `spec`: maps merge, lists replace, null takes a field away.',
    ),
};

/** kops' ValidateInstanceGroup knows these (pkg/apis/kops/instancegroup.go, SpotAllocationStrategies). */
const strategies = [
  'price-capacity-optimized',
  'capacity-optimized',
  'capacity-optimized-prioritized',
  'diversified',
  'lowest-price',
] as const;

/** `maxSize` is `minSize` where it is left out. */
function sized<G extends {readonly minSize: number; readonly maxSize?: number | undefined}>(
  group: G,
) {
  return {...group, maxSize: group.maxSize ?? group.minSize};
}

export const onDemandGroup = z.strictObject(common).transform(sized);

export const spotGroup = z
  .strictObject({
    ...common,
    spotAllocationStrategy: z
      .enum(strategies, {error: `a strategy that AWS has. Write one of ${strategies.join(', ')}.`})
      .default('price-capacity-optimized')
      .describe('How AWS chooses among the instance types and zones.'),
    capacityRebalance: z
      .boolean()
      .default(true)
      .describe('Whether AWS replaces a node as soon as it is likely to be taken.'),
  })
  .transform(sized);

/** Room for the zone that on-demand groups get, below the 63 characters of a label's value. */
const groupName = text(
  /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/,
  'a name for a group. Write up to 40 lower-case letters, digits and hyphens, a letter first and no hyphen last.',
);

export const onDemandGroups = z.record(groupName, onDemandGroup);
export const spotGroups = z.record(groupName, spotGroup);
