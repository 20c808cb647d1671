/** The user's file: every key, its default, and the types that the rest of kops-spot works with. */

import * as z from 'zod';
import {addons} from './schema/addons.js';
import {checks} from './schema/checks.js';
import {cluster, controlPlane} from './schema/cluster.js';
import {onDemandGroups, type spotGroup, spotGroups} from './schema/groups.js';
import {kopsFields} from './schema/leaves.js';

export const specSchema = z.strictObject({
  version: z
    .literal(1, {error: 'a version of this file that is known. Write 1, or leave it out.'})
    .default(1)
    .describe('The version of this file’s form.'),
  cluster: cluster.describe('The cluster as a whole.'),
  controlPlane: controlPlane.optional().describe('The nodes that run Kubernetes itself.'),
  onDemandGroups: onDemandGroups
    .default({})
    .describe('Groups of On-Demand nodes by name; each becomes one kops InstanceGroup a zone.'),
  spotGroups: spotGroups
    .default({})
    .describe('Groups of Spot nodes by name; each becomes one kops InstanceGroup over its zones.'),
  addons: addons
    .prefault({})
    .describe('What kops installs into the cluster: true, false, or kops’ own fields.'),
  checks: checks.prefault({}).describe('What is checked once the cluster is up.'),
  kops: z
    .array(
      z.union([z.string(), kopsFields()], {
        error: 'a kops document or the path of a file with some.',
      }),
    )
    .default([])
    .describe(
      'Whole kops documents (Cluster, InstanceGroup), or paths of files with them, from this file’s folder.',
    ),
});

/** The file as zod leaves it: all defaults filled, times in milliseconds. */
export type Draft = z.output<typeof specSchema>;

type Frozen<T> = T extends readonly (infer E)[]
  ? readonly Frozen<E>[]
  : T extends object
    ? {readonly [K in keyof T]: Frozen<T[K]>}
    : T;

/** A kops document of the user's: Cluster without a name, or InstanceGroup with one. */
export interface RawDocument {
  readonly kind: 'Cluster' | 'InstanceGroup';
  /** Empty for Cluster: kops-spot names it. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: KopsFields;
}

export type KopsFields = Readonly<Record<string, unknown>>;
export type Group = Frozen<Draft['onDemandGroups'][string]>;
export type SpotGroup = Frozen<z.output<typeof spotGroup>>;
export type ControlPlane = Frozen<NonNullable<Draft['controlPlane']>>;
export type Addons = Frozen<Draft['addons']>;

/** What all of kops-spot works with. */
export type Spec = Frozen<Omit<Draft, 'kops' | 'controlPlane' | 'cluster'>> & {
  readonly cluster: Frozen<Omit<Draft['cluster'], 'zones'>> & {
    /** How many, or their names. */
    readonly zones: number | readonly string[];
  };
  /** Undefined when whole documents bring a control plane of the user's own. */
  readonly controlPlane: ControlPlane | undefined;
  readonly kops: readonly RawDocument[];
};
