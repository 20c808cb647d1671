/**
 * What kops-spot knows of a cluster beyond kops: one JSON object in the state bucket, beside the cluster's
 * prefix (kops refuses to delete a cluster with a foreign file below its prefix). Written before anything
 * paid for is made, deleted last: a cluster is never lost from sight.
 */

import type {Cloud} from './aws/cloud.js';
import {getText, listKeys, purge, putText} from './aws/objects.js';
import type {Resource} from './aws/resource.js';
import type {Store} from './aws/store.js';
import {KopsSpotError} from './errors.js';

export interface IndexObject {
  readonly version: 1;
  readonly cluster: string;
  /** The repository's numeric id. */
  readonly owner: string;
  readonly repository: string;
  readonly scope: string;
  /** The spec file that it was made from, from the root of the repository. */
  readonly spec: string;
  readonly runId: string;
  readonly region: string;
  readonly zones: readonly string[];
  readonly kopsVersion: string;
  readonly kubernetesVersion: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly prefixList: string | undefined;
  /** The documents of the last `up`, as YAML: what a plan compares with. Empty until kops took them. */
  readonly applied: string;
  /** The cloud was changed and the nodes have not been looked at since: some may be older than their template. */
  readonly mayRoll: boolean;
  /** All that was ever seen of the cluster in the account, noted before a teardown begins. */
  readonly resources: readonly Resource[];
}

const folder = 'kops-spot';

function keyOf(clusterName: string): string {
  return `${folder}/${clusterName}.json`;
}

export async function readIndex(
  cloud: Cloud,
  store: Store,
  clusterName: string,
): Promise<IndexObject | undefined> {
  const text = await getText(cloud, store, keyOf(clusterName));
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as IndexObject;
  } catch (cause) {
    throw new KopsSpotError('KS143', `${store.url}/${keyOf(clusterName)} is not JSON`, {cause});
  }
}

export async function writeIndex(cloud: Cloud, store: Store, index: IndexObject): Promise<void> {
  await putText(cloud, store, keyOf(index.cluster), `${JSON.stringify(index, null, 1)}\n`);
}

export async function deleteIndex(cloud: Cloud, store: Store, clusterName: string): Promise<void> {
  await purge(cloud, store, keyOf(clusterName));
}

/** The names of all clusters that the bucket knows. */
export async function indexedClusters(cloud: Cloud, store: Store): Promise<string[]> {
  const keys = await listKeys(cloud, store, folder);
  return keys
    .filter((key) => key.endsWith('.json'))
    .map((key) => key.slice(folder.length + 1, -'.json'.length));
}
