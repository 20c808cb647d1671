/** The lab, for scripts: up before, its environment during, down after, whatever happens. */

import {execFileSync, spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {labPaths} from '../../lab/paths.ts';

const root = join(import.meta.dirname, '..', '..');
const main = join(root, 'lab', 'main.ts');

function lab(...args: string[]): void {
  const {status} = spawnSync(process.execPath, [main, ...args], {cwd: root, stdio: 'inherit'});
  if (status !== 0) throw new Error(`npm run lab -- ${args.join(' ')} failed`);
}

/** What `npm run lab -- env` exports, over this process' own environment. */
export function labEnvironment(name: string): NodeJS.ProcessEnv {
  const args = [main, 'env', '--json', '--name', name];
  const text = execFileSync(process.execPath, args, {cwd: root, encoding: 'utf8'});
  const {record} = labPaths(name);
  return {
    ...process.env,
    ...JSON.parse(text),
    KOPS_SPOT_LAB_NAME: name,
    KOPS_SPOT_LAB_CALLS: record,
  };
}

export function labUp(name: string, ...options: string[]): void {
  lab('up', '--name', name, ...options);
}

export function labBuild(): void {
  lab('build');
}

export function labDown(name: string): void {
  lab('down', '--name', name);
}

export async function withLab<T>(
  name: string,
  work: (env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const stop = () => {
    labDown(name);
    process.exit(130);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    labUp(name);
    return await work(labEnvironment(name));
  } finally {
    labDown(name);
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
