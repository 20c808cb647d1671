/** The groups of nodes that run the user's work. */

import type {Group, KopsFields, SpotGroup} from '../schema.js';
import {merge} from './merge.js';
import {hardened, type NamedGroup, spotPolicy} from './named-group.js';

/** One InstanceGroup a zone, the sizes dealt out from the first zone on, as `kops create cluster` does. */
export function onDemandGroups(name: string, group: Group, zones: readonly string[]): NamedGroup[] {
  const min = split(group.minSize, zones.length);
  const max = split(group.maxSize, zones.length);
  return zones.map((zone, i) => {
    const sizes = {minSize: min[i] ?? 0, maxSize: max[i] ?? 0};
    const labels = {'kops.k8s.io/lifecycle': 'OnDemand'};
    return named(`${name}-${zone}`, group, [zone], {...sizes, ...onDemandTypes(group)}, labels);
  });
}

/** One InstanceGroup over all zones: the more pools AWS may choose from, the fewer interruptions. */
export function spotGroup(name: string, group: SpotGroup, zones: readonly string[]): NamedGroup {
  const {minSize, maxSize, capacityRebalance, spotAllocationStrategy} = group;
  const types = typesOf(group);
  const policy = types.length > 0 ? types : undefined;
  const fields = {
    minSize,
    maxSize,
    machineType: group.machineType ?? types[0],
    capacityRebalance,
    mixedInstancesPolicy: {...spotPolicy(policy ?? [], spotAllocationStrategy), instances: policy},
  };
  return named(name, group, zones, fields, {
    'kops.k8s.io/lifecycle': 'Ec2Spot',
    // What kops' cluster-autoscaler stays away from; kops never sets it (docs/addons.md).
    'node-role.kubernetes.io/spot-worker': 'true',
  });
}

/** `total` over `parts`, the larger shares first: 2 over 3 is 1, 1, 0. */
export function split(total: number, parts: number): number[] {
  return Array.from({length: parts}, (_, i) => Math.floor((total + parts - 1 - i) / parts));
}

function named(
  name: string,
  group: Group,
  subnets: readonly string[],
  fields: KopsFields,
  labels: Readonly<Record<string, string>>,
): NamedGroup {
  const base: KopsFields = {
    role: 'Node',
    subnets,
    ...fields,
    nodeLabels: {'kops.k8s.io/instancegroup': name, ...labels, ...group.nodeLabels},
    taints: group.taints.length > 0 ? group.taints : undefined,
    ...hardened,
  };
  return {name, labels: {}, annotations: {}, spec: merge(base, group.kops)};
}

function typesOf({instanceTypes, machineType}: Group): readonly string[] {
  return instanceTypes ?? (machineType === undefined ? [] : [machineType]);
}

function onDemandTypes(group: Group): KopsFields {
  const machineType = group.machineType ?? group.instanceTypes?.[0];
  if (group.instanceTypes === undefined) return {machineType};
  // AWS takes the first type that it has.
  const policy = {
    onDemandBase: 0,
    onDemandAboveBase: 100,
    onDemandAllocationStrategy: 'prioritized',
  };
  return {machineType, mixedInstancesPolicy: {instances: group.instanceTypes, ...policy}};
}
