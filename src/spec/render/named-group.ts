/** A kops InstanceGroup on its way: its name, and the spec so far. */

import type {KopsFields} from '../schema.js';

export interface NamedGroup {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: KopsFields;
}

/**
 * Every node's: a root volume that CI can pay for (kops takes 64 and 128 GiB), and IMDSv2 with one hop, which is
 * kops' own default and written so that it cannot float.
 */
export const hardened = {
  rootVolumeSize: 32,
  instanceMetadata: {httpPutResponseHopLimit: 1, httpTokens: 'required'},
} as const;

/** Without `onDemandAboveBase: 0` AWS takes On-Demand instances only (docs/instance_groups.md of kops). */
export function spotPolicy(instances: readonly string[], strategy: string): KopsFields {
  return {
    instances,
    onDemandBase: 0,
    onDemandAboveBase: 0,
    spotAllocationStrategy: strategy,
  };
}
