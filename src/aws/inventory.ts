/** All that a cluster has in its account, type by type: what the ledger counts and the proof asks again. */

import type {Cloud} from './cloud.js';
import {calling, codeOf} from './errors.js';
import {ec2Types} from './inventory-ec2.js';
import {otherTypes} from './inventory-other.js';
import type {Describe, Resource} from './resource.js';

const types: Readonly<Record<string, Describe>> = {...ec2Types, ...otherTypes};

export const resourceTypes = Object.keys(types);

/** How often a type is described again because something went away meanwhile. */
const attempts = 10;

export async function inventory(cloud: Cloud, clusterName: string): Promise<Resource[]> {
  const found = await Promise.all(
    Object.entries(types).map(async ([type, describe]) => {
      const ids = await calling(`describe every ${type}`, () =>
        whileOthersDelete(() => describe(cloud, clusterName)),
      );
      return ids.sort().map((id) => ({type, id}));
    }),
  );
  return found.flat();
}

/**
 * Some services list first and tell the tags of each by a second call. What a neighbour deletes in between fails
 * that call, and says nothing about the rest: the type is described from the start again.
 */
export async function whileOthersDelete<T>(describe: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await describe();
    } catch (error) {
      const vanished = /NotFound|NoSuchEntity|NonExistentQueue|QueueDoesNotExist/;
      if (attempt === attempts || !vanished.test(codeOf(error))) throw error;
    }
  }
}
