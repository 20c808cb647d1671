import {readText, writeJson} from './files.ts';
import type {LabPaths} from './paths.ts';
import {freePort, isFree} from './ports.ts';

export interface LabPorts {
  /** The AWS API, http. */
  readonly aws: number;
  /** Mirror, token endpoint and the daemon's own answers, http. */
  readonly daemon: number;
  /** The CONNECT proxy. */
  readonly proxy: number;
}

/** What `up` decides and the daemon, `env` and `status` read: lab.json. */
export interface LabState {
  readonly ports: LabPorts;
  /** ACTIONS_ID_TOKEN_REQUEST_TOKEN: who may ask for an OIDC token. */
  readonly requestToken: string;
  readonly kops: {readonly file: string; readonly sha256: string};
  readonly kubelab: {readonly file: string; readonly sha256: string};
  readonly kwok: string;
  readonly channel: string;
  readonly python: string;
}

export const readState = async (paths: LabPaths): Promise<LabState | undefined> => {
  const text = await readText(paths.state);
  return text === undefined ? undefined : (JSON.parse(text) as LabState);
};

/** The state of a lab that is up; the error says how to start one. */
export const requireState = async (paths: LabPaths): Promise<LabState> => {
  const state = await readState(paths);
  if (state !== undefined) return state;
  const name = paths.name === 'default' ? '' : ` --name ${paths.name}`;
  throw new Error(
    `the lab ${paths.name} was never started here; start it: npm run lab -- up${name}`,
  );
};

export const writeState = (paths: LabPaths, state: LabState): Promise<void> =>
  writeJson(paths.state, state);

/** The ports of last time as far as nobody else has them, so that a shell's environment stays right. */
export const choosePorts = async (before: LabPorts | undefined): Promise<LabPorts> => {
  const choose = async (port: number | undefined): Promise<number> =>
    port !== undefined && (await isFree(port)) ? port : freePort();
  return {
    aws: await choose(before?.aws),
    daemon: await choose(before?.daemon),
    proxy: await choose(before?.proxy),
  };
};
