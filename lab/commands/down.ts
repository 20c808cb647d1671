import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {endControlPlane} from '../kube/control-plane.ts';
import {clusterFolders} from '../leftovers.ts';
import {withLock} from '../lock.ts';
import type {Command} from '../options.ts';
import {type LabPaths, labPaths} from '../paths.ts';
import {endPart, readParts} from '../processes.ts';
import {progress, type Say} from '../run.ts';

/** The daemon first, or it would start again what ends; its AWS last. */
const endAll = async (paths: LabPaths, say: Say): Promise<void> => {
  const parts = await readParts(paths.pids);
  const end = async (name: string): Promise<void> => {
    for (const part of parts.filter((candidate) => candidate.name === name)) {
      await endPart(paths.pids, part);
      say(`${name} ended`);
    }
  };
  await end('daemon');
  const folders = await clusterFolders(paths);
  await Promise.all(folders.map(endControlPlane));
  if (folders.length > 0) say('clusters ended');
  await end('aws');
};

export const down: Command = {
  summary: 'ends all that the lab started, and only that; logs stay',
  help: "  --wipe                removes the lab's folder as well, logs included",
  options: {wipe: {type: 'boolean'}},
  run: async (options) => {
    const paths = labPaths(options.name);
    const say = progress();
    const waiting = () => say('another command changes this lab; waiting');
    await withLock(join(paths.root, 'lock'), waiting, () => endAll(paths, say));
    if (options.flag('wipe')) await rm(paths.root, {recursive: true, force: true});
    say(`the lab ${options.name} is down`);
  },
};
