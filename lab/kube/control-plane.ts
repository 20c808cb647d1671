import {createHash} from 'node:crypto';
import {mkdir, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Buckets} from '../buckets.ts';
import {readText, writeText} from '../files.ts';
import {freePort} from '../ports.ts';
import {endPart, isAlive, readParts, startPart} from '../processes.ts';
import {connectKube, type KubeClient} from './client.ts';
import {
  argumentsOf,
  type Component,
  type ControlPlanePorts,
  kubeconfigOf,
  type Layout,
} from './flags.ts';
import {preparePki} from './pki.ts';
import {readClusterSpec} from './spec.ts';
import type {ConfigBase} from './store.ts';

export interface ControlPlane {
  readonly layout: Layout;
  readonly base: ConfigBase;
  readonly client: KubeClient;
}

const PORT_OF: Readonly<Record<Component, keyof ControlPlanePorts>> = {
  etcd: 'etcd',
  'kube-apiserver': 'apiserver',
  'kube-controller-manager': 'controllerManager',
  'kube-scheduler': 'scheduler',
  kwok: 'kubelet',
  'metrics-server': 'metricsServer',
};

const choosePorts = async (): Promise<ControlPlanePorts> => ({
  etcd: await freePort(),
  etcdPeer: await freePort(),
  apiserver: await freePort(),
  controllerManager: await freePort(),
  scheduler: await freePort(),
  kubelet: await freePort(),
  metricsServer: await freePort(),
});

/** Starts one component, or starts it again. */
export const startComponent = async (
  kubelab: string,
  layout: Layout,
  component: Component,
): Promise<void> => {
  await startPart({
    name: component,
    program: kubelab,
    args: [component, ...argumentsOf[component](layout)],
    pids: join(layout.folder, 'pids'),
    log: join(layout.folder, 'logs', `${component}.log`),
    port: layout.ports[PORT_OF[component]],
    cwd: layout.folder,
  });
};

/** etcd's data outlives the machines as its EBS volumes do; those of a namesake with another CA do not count. */
const keepOrForgetData = async (folder: string, authority: string): Promise<void> => {
  const mark = join(folder, 'authority.sha256');
  const digest = createHash('sha256')
    .update(await readFile(authority))
    .digest('hex');
  if ((await readText(mark)) === digest) return;
  await rm(join(folder, 'etcd'), {recursive: true, force: true});
  await rm(join(folder, 'logs'), {recursive: true, force: true});
  await writeText(mark, digest);
};

const BOOT_LIMIT_MS = 60_000;

const waitUntilReady = async (client: KubeClient, folder: string): Promise<void> => {
  for (const end = Date.now() + BOOT_LIMIT_MS; Date.now() < end; await sleep(100)) {
    const answer = await client.send('GET', '/readyz').catch(() => undefined);
    if (answer?.status === 200) return;
    const dead = await deadComponents(folder);
    if (dead.length > 0) {
      throw new Error(`${dead.join(', ')} ended while booting; read ${folder}/logs/${dead[0]}.log`);
    }
  }
  throw new Error(`kube-apiserver is not ready after 60 s; read ${folder}/logs/kube-apiserver.log`);
};

export const deadComponents = async (folder: string): Promise<readonly Component[]> => {
  const parts = await readParts(join(folder, 'pids'));
  const lives = await Promise.all(parts.map(isAlive));
  return parts.filter((_, index) => !lives[index]).map(({name}) => name as Component);
};

export interface Boot {
  readonly cluster: string;
  readonly folder: string;
  readonly base: ConfigBase;
  readonly buckets: Buckets;
  readonly kubelab: string;
}

/** A control plane with kops' keys, until its apiserver is ready; what it needs to act comes after. */
export const bootControlPlane = async (boot: Boot): Promise<ControlPlane> => {
  const {cluster, folder, base, buckets, kubelab} = boot;
  await mkdir(folder, {recursive: true});
  const spec = await readClusterSpec(buckets, base);
  const pki = await preparePki(buckets, base, cluster, spec.serviceAddress, join(folder, 'pki'));
  await keepOrForgetData(folder, pki.authority.certificate);
  const layout: Layout = {
    cluster,
    folder,
    kubeconfig: join(folder, 'kubeconfig'),
    kwokConfig: join(folder, 'kwok.json'),
    serviceRange: spec.serviceRange,
    ports: await choosePorts(),
    pki,
  };
  await writeText(layout.kubeconfig, kubeconfigOf(layout), 0o600);
  await startComponent(kubelab, layout, 'etcd');
  await startComponent(kubelab, layout, 'kube-apiserver');
  const client = await connectKube(layout.ports.apiserver, pki.authority.certificate, pki.admin);
  try {
    await waitUntilReady(client, folder);
  } catch (error) {
    client.close();
    throw error;
  }
  await startComponent(kubelab, layout, 'kube-controller-manager');
  await startComponent(kubelab, layout, 'kube-scheduler');
  return {layout, base, client};
};

/** Ends every process of a cluster's folder; etcd last, since an apiserver without it holds its port for a minute. */
export const endControlPlane = async (folder: string): Promise<void> => {
  const pids = join(folder, 'pids');
  const parts = await readParts(pids);
  const named = (name: Component) => parts.filter((part) => part.name === name);
  const others = parts.filter(({name}) => name !== 'etcd' && name !== 'kube-apiserver');
  const graceMs = 1500;
  const end = (part: (typeof parts)[number]) => endPart(pids, part, graceMs);
  await Promise.all([...others, ...named('kube-apiserver')].map(end));
  await Promise.all(named('etcd').map(end));
};
