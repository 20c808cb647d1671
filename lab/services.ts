/** The two processes of a lab itself, and how to tell that they are up. */

import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {awsApi} from './aws-api.ts';
import {LAB, type LabPaths} from './paths.ts';
import {isAlive, type Part, readParts, type Start, startPart} from './processes.ts';
import type {LabState} from './state.ts';

export const livePart = async (paths: LabPaths, name: string): Promise<Part | undefined> => {
  const part = (await readParts(paths.pids)).find((candidate) => candidate.name === name);
  return part !== undefined && (await isAlive(part)) ? part : undefined;
};

const common = (paths: LabPaths, name: string) => ({
  name,
  pids: paths.pids,
  log: join(paths.logs, `${name}.log`),
  cwd: paths.root,
});

const awsStart = (paths: LabPaths, {ports, python}: LabState): Start => ({
  ...common(paths, 'aws'),
  program: join(python, 'python'),
  args: [
    ...[join(LAB, 'aws', 'server.py'), '--port', String(ports.aws)],
    ...['--data', paths.aws, '--record', paths.record],
  ],
  port: ports.aws,
  // No bytecode beside the sources.
  env: {PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1'},
});

const daemonStart = (paths: LabPaths, {ports}: LabState): Start => ({
  ...common(paths, 'daemon'),
  program: process.execPath,
  args: ['--disable-warning=ExperimentalWarning', join(LAB, 'daemon.ts'), paths.name],
  port: ports.daemon,
  env: process.env.XDG_CACHE_HOME ? {XDG_CACHE_HOME: process.env.XDG_CACHE_HOME} : {},
});

const LIMIT_MS = 60_000;

const startAndWait = async (start: Start, isReady: () => Promise<boolean>): Promise<Part> => {
  const part = await startPart(start);
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await sleep(50)) {
    if (await isReady()) return part;
    if (!(await isAlive(part)))
      throw new Error(`${part.name} ended while starting; read ${part.log}`);
  }
  throw new Error(`${part.name} is not ready after ${LIMIT_MS / 1000} s; read ${part.log}`);
};

export const startAws = (paths: LabPaths, state: LabState): Promise<Part> =>
  startAndWait(awsStart(paths, state), awsApi(state.ports.aws).isReady);

export const startDaemon = (paths: LabPaths, state: LabState): Promise<Part> =>
  startAndWait(daemonStart(paths, state), () => daemonIsReady(state));

const daemonIsReady = ({ports}: LabState): Promise<boolean> =>
  fetch(`http://127.0.0.1:${ports.daemon}/lab/clusters`).then(
    ({ok}) => ok,
    () => false,
  );
