/** The groups that run Kubernetes itself: one node each, spread over the zones. */

import type {ControlPlane, KopsFields} from '../schema.js';
import {merge} from './merge.js';
import {hardened, type NamedGroup, spotPolicy} from './named-group.js';

export function controlPlaneGroups(
  {count, machineType, spot, kops}: ControlPlane,
  zones: readonly string[],
): NamedGroup[] {
  return Array.from({length: count}, (_, i) => {
    const zone = zones[i % zones.length] ?? '';
    const name = controlPlaneName(
      zone,
      count > zones.length ? 1 + Math.floor(i / zones.length) : 0,
    );
    const base: KopsFields = {
      role: 'Master',
      machineType,
      minSize: 1,
      maxSize: 1,
      subnets: [zone],
      nodeLabels: {'kops.k8s.io/instancegroup': name},
      ...hardened,
      ...(spot
        ? {mixedInstancesPolicy: spotPolicy([machineType], 'price-capacity-optimized')}
        : {}),
    };
    return {name, labels: {}, annotations: {}, spec: merge(base, kops)};
  });
}

/** As kops names them: with a number once a zone has more than one (setupControlPlane in new_cluster.go). */
function controlPlaneName(zone: string, number: number): string {
  return number === 0 ? `control-plane-${zone}` : `control-plane-${zone}-${number}`;
}

/** kops reads both words and writes the older one in v1alpha2. */
export function isControlPlane({role}: KopsFields): boolean {
  return role === 'Master' || role === 'ControlPlane';
}
