import type {ClusterStatus} from '../kube/cluster.ts';
import type {Command} from '../options.ts';
import {type LabPaths, labPaths} from '../paths.ts';
import {isAlive, type Part, readParts} from '../processes.ts';
import {requireState} from '../state.ts';

const lineOf = async (part: Part): Promise<string> => {
  const life = (await isAlive(part)) ? `pid ${part.pid}` : 'not running';
  const port = part.port === undefined ? '' : `port ${part.port}`;
  return `  ${part.name.padEnd(24)}${port.padEnd(12)}${life.padEnd(14)}${part.log}`;
};

const printParts = async (folder: string): Promise<void> => {
  for (const part of await readParts(folder)) console.log(await lineOf(part));
};

const clusters = async (port: number): Promise<readonly ClusterStatus[]> => {
  const answer = await fetch(`http://127.0.0.1:${port}/lab/clusters`).catch(() => undefined);
  return answer === undefined ? [] : ((await answer.json()) as readonly ClusterStatus[]);
};

const print = async (paths: LabPaths): Promise<void> => {
  const {ports} = await requireState(paths);
  console.log(`lab ${paths.name}: ${paths.root}`);
  await printParts(paths.pids);
  console.log(`  ${'proxy'.padEnd(24)}${`port ${ports.proxy}`.padEnd(12)}${'in the daemon'}`);
  for (const cluster of await clusters(ports.daemon)) {
    console.log(
      `cluster ${cluster.name} in ${cluster.region}: ${cluster.phase}, ${cluster.nodes} nodes`,
    );
    if (cluster.trouble !== undefined) console.log(`  trouble: ${cluster.trouble}`);
    await printParts(`${cluster.folder}/pids`);
  }
};

export const status: Command = {
  summary: "lists the lab's parts and clusters: port, pid, log",
  help: '  --json                prints the clusters as JSON',
  options: {json: {type: 'boolean'}},
  run: async (options) => {
    const paths = labPaths(options.name);
    if (!options.flag('json')) return print(paths);
    const {ports} = await requireState(paths);
    console.log(JSON.stringify(await clusters(ports.daemon), null, 2));
  },
};
