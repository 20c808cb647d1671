/** The loop that sees the account's instances and lets their clusters follow them. */

import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {type Cluster, type ClusterStatus, openCluster, type World} from './kube/cluster.ts';
import {clusterOf} from './kube/nodes.ts';
import {type LabPaths, labPaths} from './paths.ts';
import {readSettings} from './settings.ts';

const PERIOD_MS = 500;

export interface Machines {
  readonly statuses: () => readonly ClusterStatus[];
  /** The apiserver's port of a cluster in a region; undefined while none answers. */
  readonly apiserver: (region: string, cluster: string) => number | undefined;
  readonly end: () => void;
}

/** A cluster's folder; the name has been through the account's API, so it is fenced all the same. */
const folderOf = (paths: LabPaths, region: string, name: string): string =>
  join(paths.clusters, region.replace(/[^\w-]/g, '_'), name.replace(/[^\w.-]|^\.+/g, '_'));

export const watchMachines = (name: string, world: World): Machines => {
  const paths = labPaths(name);
  const clusters = new Map<string, Cluster>();
  const busy = new Set<string>();
  let ended = false;

  const tick = async (): Promise<void> => {
    const [instances, settings] = await Promise.all([world.aws.instances(), readSettings(paths)]);
    const groups = Map.groupBy(instances, (instance) => {
      const cluster = clusterOf(instance);
      return cluster === undefined ? '' : `${instance.region}/${cluster}`;
    });
    groups.delete('');
    for (const key of groups.keys()) {
      if (clusters.has(key)) continue;
      const slash = key.indexOf('/');
      const [region, cluster] = [key.slice(0, slash), key.slice(slash + 1)];
      clusters.set(key, openCluster(world, region, cluster, folderOf(paths, region, cluster)));
    }
    for (const [key, cluster] of clusters) {
      if (busy.has(key)) continue;
      busy.add(key);
      void cluster.follow(groups.get(key) ?? [], settings).finally(() => busy.delete(key));
    }
  };

  const loop = async (): Promise<void> => {
    let told = false;
    while (!ended) {
      try {
        await tick();
        told = false;
      } catch (error) {
        if (!told) world.log(`the account cannot be read: ${error}`);
        told = true;
      }
      await sleep(PERIOD_MS);
    }
  };
  void loop();

  return {
    statuses: () => [...clusters.values()].map((cluster) => cluster.status()),
    apiserver: (region, cluster) => clusters.get(`${region}/${cluster}`)?.apiserver(),
    end: () => {
      ended = true;
    },
  };
};
