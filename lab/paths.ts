import {homedir} from 'node:os';
import {join, resolve} from 'node:path';

/** The repository's own lab folder, whatever the working directory is. */
export const LAB = import.meta.dirname;

/** What outlives a lab: built tools, the Python environment. XDG base directories, with its default. */
export const cacheFolder = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kops-spot', 'lab');

export interface LabPaths {
  readonly name: string;
  readonly root: string;
  readonly logs: string;
  readonly pids: string;
  readonly pki: string;
  /** On the PATH of a shell in the lab: kops, kubectl, aws, act. */
  readonly bin: string;
  readonly clusters: string;
  /** The AWS process's own files. */
  readonly aws: string;
  readonly record: string;
  readonly state: string;
  readonly settings: string;
  readonly kubeconfig: string;
}

/** Where one lab keeps everything; the name is checked, since it becomes a folder. */
export const labPaths = (name: string): LabPaths => {
  if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(name)) {
    throw new Error(
      `--name ${name}: a lab's name is 1 to 31 lower-case letters, digits and dashes, and starts with no dash`,
    );
  }
  const root = resolve(cacheFolder(), 'run', name);
  return {
    name,
    root,
    logs: join(root, 'logs'),
    pids: join(root, 'pids'),
    pki: join(root, 'pki'),
    bin: join(root, 'bin'),
    clusters: join(root, 'clusters'),
    aws: join(root, 'aws'),
    record: join(root, 'calls.jsonl'),
    state: join(root, 'lab.json'),
    settings: join(root, 'settings.json'),
    kubeconfig: join(root, 'kubeconfig'),
  };
};
