/** A job's own way into the cluster: its address in the prefix list, a short-lived kubeconfig, the variables. */

import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse} from 'yaml';
import {changePrefixList, type Entry} from '../aws/prefix-list.js';
import {utc} from '../duration.js';
import {CloudError, ClusterError} from '../errors.js';
import type {Host} from '../host.js';
import {type IndexObject, readIndex} from '../index-object.js';
import * as argv from '../kops/argv.js';
import {type Kops, openKops} from '../kops/kops.js';
import {exportVariable, setOutput} from '../outputs.js';
import {remember} from '../state.js';
import type {MainContext} from './context.js';
import {install, type Tools} from './install.js';
import {phase} from './phase.js';
import {announceToPost, openPlace, type Place, type Subject} from './subject.js';

/** An open way to one cluster. */
export interface Connection {
  readonly index: IndexObject;
  readonly place: Place;
  readonly tools: Tools;
  readonly kops: Kops;
  readonly kubeconfig: string;
}

/** The command `connect`: for another job than the one that made the cluster. */
export async function connect(context: MainContext, subject: Subject): Promise<Connection> {
  announceToPost(context, subject);
  const place = await openPlace(context, subject);
  const index = await readIndex(place.cloud, place.store, subject.name);
  if (index === undefined || index.owner !== subject.owner)
    throw new ClusterError('KS153', `there is no cluster ${subject.name} of this repository`, {
      cure: 'Run `up` with the same scope before, or name the cluster with the input `cluster`.',
    });
  const tools = await install(context, index);
  const kops = kopsOf(context.host, subject, place, tools);
  const kubeconfig = await enter(context, subject, index, place, kops);
  return {index, place, tools, kops, kubeconfig};
}

export function kopsOf(host: Host, subject: Subject, {cloud, store}: Place, tools: Tools): Kops {
  const target = {cluster: subject.name, state: store.url};
  return openKops(host, target, tools.kops, cloud.programEnv);
}

/** Opens the API to this runner and leaves the job a kubeconfig. */
export async function enter(
  context: MainContext,
  subject: Subject,
  index: IndexObject,
  {cloud, store}: Place,
  kops: Kops,
): Promise<string> {
  const {host, temp} = context;
  return phase(host, 'Connect', async () => {
    const kubeconfig = join(temp, `kubeconfig-${subject.name}`);
    const {prefixList} = index;
    const access = prefixList && {prefixList, ...(await entryOf(context))};
    remember({kubeconfig, ...(access ? {access} : {})});
    await Promise.all([
      access ? changePrefixList(host, cloud, access.prefixList, 'add', access) : undefined,
      exportKubeconfig(host, kops, kubeconfig),
    ]);
    exportVariable('KUBECONFIG', kubeconfig);
    exportVariable('KOPS_CLUSTER_NAME', subject.name);
    exportVariable('KOPS_STATE_STORE', store.url);
    setOutput('cluster-name', subject.name);
    setOutput('kubeconfig', kubeconfig);
    const open = `API open to ${access ? access.cidr : 'cluster.access.api'}`;
    return {verdict: `${open} · kubeconfig for an hour`, value: kubeconfig};
  });
}

async function entryOf({host, request}: MainContext): Promise<Entry> {
  const {runId, job} = request.run;
  return {cidr: `${await address(host)}/32`, note: `${utc(host.now())} ${runId}/${job}`};
}

/** AWS' own service for this; there is no API call that tells it. */
async function address(host: Host): Promise<string> {
  const url = 'https://checkip.amazonaws.com';
  try {
    const answer = await host.fetch(url, {signal: AbortSignal.timeout(15_000)});
    const text = (await answer.text()).trim();
    if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) throw new Error(`${url} answered ${answer.status}`);
    return text;
  } catch (cause) {
    throw new CloudError('KS145', `${url} does not tell this runner's address`, {
      cause,
      cure: 'Name fixed ranges under cluster.access.api instead of `runner`.',
    });
  }
}

async function exportKubeconfig(host: Host, kops: Kops, file: string): Promise<void> {
  rmSync(file, {force: true}); // kops adds to a file that is there
  writeFileSync(file, '', {mode: 0o600});
  await kops.must(argv.exportKubeconfig(kops.target, file));
  for (const secret of secretsIn(readFileSync(file, 'utf8'))) host.log.mask(secret);
}

interface Kubeconfig {
  readonly users?: readonly {readonly user?: Readonly<Record<string, unknown>>}[];
}

function secretsIn(text: string): string[] {
  const config = parse(text) as Kubeconfig | null;
  const named = ['client-key-data', 'client-certificate-data', 'token', 'password'];
  return (config?.users ?? []).flatMap(({user = {}}) =>
    named.flatMap((name) => (typeof user[name] === 'string' ? [user[name]] : [])),
  );
}
