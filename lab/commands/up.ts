import {randomBytes} from 'node:crypto';
import {mkdir, rm, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {openBuckets} from '../buckets.ts';
import {awsScript, STATE_BUCKET, toolLinks, writeTrust} from '../environment.ts';
import {withLock} from '../lock.ts';
import type {Command, Options} from '../options.ts';
import {type LabPaths, labPaths} from '../paths.ts';
import {endPart} from '../processes.ts';
import {progress, type Say} from '../run.ts';
import {livePart, startAws, startDaemon} from '../services.ts';
import {changedSettings, readSettings, writeSettings} from '../settings.ts';
import {choosePorts, type LabState, readState, writeState} from '../state.ts';
import {buildTools, type Tools} from '../tools/tools.ts';

const HELP = `  --boot-seconds N      seconds from an instance's start until it joins (2)
  --fail-boot G[,G]     instance groups whose new instances never join; none clears
  A lab that is up takes changed settings at once and keeps running.`;

const toolsOf = (tools: Tools): Omit<LabState, 'ports' | 'requestToken'> => ({
  kops: {file: tools.kops.file, sha256: tools.kops.sha256},
  kubelab: {file: tools.kubelab.file, sha256: tools.kubelab.sha256},
  kwok: tools.kwok,
  channel: tools.channel,
  python: tools.python,
});

/** The state of the last time while a part of it runs; else a new one, on the old ports if they are free. */
const decideState = async (paths: LabPaths, tools: Tools): Promise<LabState> => {
  const before = await readState(paths);
  const aws = await livePart(paths, 'aws');
  if (before !== undefined && aws !== undefined) return {...before, ...toolsOf(tools)};
  const daemon = await livePart(paths, 'daemon');
  // A daemon whose AWS died watches an account that is no more.
  if (daemon !== undefined) await endPart(paths.pids, daemon);
  const ports = await choosePorts(before?.ports);
  const requestToken = before?.requestToken ?? randomBytes(24).toString('base64url');
  return {...toolsOf(tools), ports, requestToken};
};

const linkTools = async (paths: LabPaths, state: LabState): Promise<void> => {
  await mkdir(paths.bin, {recursive: true});
  for (const [name, target] of Object.entries(toolLinks(state))) {
    const link = join(paths.bin, name);
    await rm(link, {force: true});
    await symlink(target, link);
  }
  const aws = join(paths.bin, 'aws');
  await rm(aws, {force: true});
  await writeFile(aws, awsScript(state), {mode: 0o755});
};

const startParts = async (paths: LabPaths, state: LabState, say: Say): Promise<void> => {
  const part = async (name: 'aws' | 'daemon', start: typeof startAws): Promise<void> => {
    const running = await livePart(paths, name);
    const {pid, port} = running ?? (await start(paths, state));
    say(`${name} ${running === undefined ? 'started' : 'runs already'}: port ${port}, pid ${pid}`);
  };
  await part('aws', startAws);
  await openBuckets(`http://127.0.0.1:${state.ports.aws}`).ensure(STATE_BUCKET);
  await part('daemon', startDaemon);
};

const bringUp = async (options: Options, paths: LabPaths, say: Say): Promise<void> => {
  const before = await readSettings(paths);
  const settings = changedSettings(before, options.text('boot-seconds'), options.text('fail-boot'));
  const tools = await buildTools(say);
  await writeSettings(paths, settings);
  const state = await decideState(paths, tools);
  await writeState(paths, state);
  await Promise.all([linkTools(paths, state), writeTrust(paths)]);
  await startParts(paths, state, say);
};

export const up: Command = {
  summary: 'starts the lab; what runs already is left running',
  help: HELP,
  options: {'boot-seconds': {type: 'string'}, 'fail-boot': {type: 'string'}},
  run: async (options) => {
    const paths = labPaths(options.name);
    const say = progress();
    const waiting = () => say('another command changes this lab; waiting');
    await withLock(join(paths.root, 'lock'), waiting, () => bringUp(options, paths, say));
    const name = options.name === 'default' ? '' : ` --name ${options.name}`;
    say(`the lab is up; a shell in it: eval "$(npm run -s lab -- env${name})"`);
  },
};
