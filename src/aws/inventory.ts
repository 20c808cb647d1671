/** All that a cluster has in its account, type by type: what the ledger counts and the proof asks again. */

import type {Cloud} from './cloud.js';
import {calling} from './errors.js';
import {ec2Types} from './inventory-ec2.js';
import {otherTypes} from './inventory-other.js';

export interface Resource {
  /** AWS' own word, like `security-group`. */
  readonly type: string;
  readonly id: string;
}

/** Describes one type: the ids of what carries the cluster's tag and is not deleted. */
export type Describe = (cloud: Cloud, clusterName: string) => Promise<string[]>;

const types: Readonly<Record<string, Describe>> = {...ec2Types, ...otherTypes};

export const resourceTypes = Object.keys(types);

export async function inventory(cloud: Cloud, clusterName: string): Promise<Resource[]> {
  const found = await Promise.all(
    Object.entries(types).map(async ([type, describe]) => {
      const ids = await calling(`describe every ${type}`, () => describe(cloud, clusterName));
      return ids.sort().map((id) => ({type, id}));
    }),
  );
  return found.flat();
}
