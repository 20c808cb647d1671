import {parse} from 'yaml';
import type {Buckets} from '../buckets.ts';
import {type ConfigBase, readStored} from './store.ts';

/** What the lab reads of kops' completed cluster spec. */
export interface ClusterSpec {
  readonly kubernetesVersion: string;
  readonly serviceRange: string;
  /** The `kubernetes` Service's address: the first of the range. */
  readonly serviceAddress: string;
}

interface Document {
  readonly spec: {
    readonly kubernetesVersion: string;
    readonly serviceClusterIPRange?: string;
    readonly networking?: {readonly serviceClusterIPRange?: string};
  };
}

const firstAddress = (range: string): string => {
  const octets = (range.split('/')[0] ?? '').split('.').map(Number);
  return [...octets.slice(0, 3), (octets[3] ?? 0) + 1].join('.');
};

export const readClusterSpec = async (buckets: Buckets, base: ConfigBase): Promise<ClusterSpec> => {
  const text = await readStored(buckets, base, 'cluster-completed.spec');
  const {spec} = parse(text) as Document;
  const serviceRange = spec.serviceClusterIPRange ?? spec.networking?.serviceClusterIPRange;
  if (serviceRange === undefined) {
    throw new Error(`${base.prefix}/cluster-completed.spec has no serviceClusterIPRange`);
  }
  return {
    kubernetesVersion: spec.kubernetesVersion,
    serviceRange,
    serviceAddress: firstAddress(serviceRange),
  };
};

interface NodeupConfig {
  readonly KubeletConfig?: {readonly taints?: readonly string[]};
}

/** The taints that an instance group's kubelets register with: `key=value:Effect` or `key:Effect`. */
export const readTaints = async (
  buckets: Buckets,
  base: ConfigBase,
  role: string,
  group: string,
): Promise<readonly string[]> => {
  const text = await readStored(buckets, base, `igconfig/${role}/${group}/nodeupconfig.yaml`);
  return (parse(text) as NodeupConfig).KubeletConfig?.taints ?? [];
};
