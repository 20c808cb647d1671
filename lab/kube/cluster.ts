/** One cluster of the lab: its control plane lives while control-plane machines do, its Nodes while machines do. */

import type {AwsApi, Instance} from '../aws-api.ts';
import type {Buckets} from '../buckets.ts';
import {elapsed} from '../run.ts';
import type {Settings} from '../settings.ts';
import {consoleOfFailed} from './console.ts';
import {
  bootControlPlane,
  type ControlPlane,
  deadComponents,
  endControlPlane,
  startComponent,
} from './control-plane.ts';
import {applyAddons, startKwok} from './equip.ts';
import {forget, joinAll, listJoined} from './joining.ts';
import {groupOf, roleOf} from './nodes.ts';
import {findConfigBase} from './store.ts';

export interface World {
  readonly aws: AwsApi;
  readonly buckets: Buckets;
  readonly kubelab: string;
  readonly kwok: string;
  readonly log: (line: string) => void;
}

export interface ClusterStatus {
  readonly name: string;
  readonly region: string;
  readonly phase: 'waiting' | 'booting' | 'ready' | 'ending';
  readonly nodes: number;
  readonly apiserver?: number;
  readonly folder: string;
  readonly trouble?: string;
}

export interface Cluster {
  /** Brings the cluster in line with its instances; returns when one step of that is done. */
  readonly follow: (instances: readonly Instance[], settings: Settings) => Promise<void>;
  readonly status: () => ClusterStatus;
  /** The apiserver's port, while it answers. */
  readonly apiserver: () => number | undefined;
}

const RETRY_MS = 3000;
const LOOK_MS = 2000;

const isRunning = ({state}: Instance): boolean => state === 'running';

const hasBooted = ({launchTime}: Instance, {bootSeconds}: Settings): boolean =>
  Date.now() >= Date.parse(launchTime) + bootSeconds * 1000;

export const openCluster = (
  world: World,
  region: string,
  name: string,
  folder: string,
): Cluster => {
  const {aws, buckets, kubelab, kwok} = world;
  const failed = new Set<string>();
  let joined = new Set<string>();
  let phase: ClusterStatus['phase'] = 'waiting';
  let controlPlane: ControlPlane | undefined;
  let etag: string | undefined;
  let trouble: string | undefined;
  let nextTry = 0;
  let nextLook = 0;
  const log = (line: string) => world.log(`${region}/${name}: ${line}`);

  const end = async (): Promise<void> => {
    controlPlane?.client.close();
    controlPlane = undefined;
    phase = 'ending';
    etag = undefined;
    joined = new Set();
    await endControlPlane(folder);
    phase = 'waiting';
  };

  const equip = async (plane: ControlPlane): Promise<void> => {
    const applied = await applyAddons(plane, kubelab, buckets, etag);
    if (applied.etag !== etag) log(`addons applied, ${applied.failures.length} objects refused`);
    for (const failure of applied.failures) log(`addon refused: ${failure}`);
    etag = applied.etag;
  };

  const boot = async (machines: readonly Instance[]): Promise<void> => {
    const start = Date.now();
    phase = 'booting';
    log('control plane boots');
    await endControlPlane(folder);
    const base = await findConfigBase(buckets, name, machines);
    const booted = await bootControlPlane({cluster: name, folder, base, buckets, kubelab});
    controlPlane = booted;
    phase = 'ready';
    log(`apiserver ready on ${booted.layout.ports.apiserver} after ${elapsed(Date.now() - start)}`);
    joined = new Set(await listJoined(booted));
    await Promise.all([startKwok(booted, kubelab, kwok), equip(booted)]);
    log(`kwok started, addons applied after ${elapsed(Date.now() - start)}`);
  };

  /** A machine of a group that is to fail stays failed, as one does whose nodeup never ended. */
  const failOrPass = async (instance: Instance, settings: Settings): Promise<boolean> => {
    if (failed.has(instance.id)) return false;
    if (joined.has(instance.id) || !settings.failBoot.includes(groupOf(instance) ?? ''))
      return true;
    failed.add(instance.id);
    log(`${instance.id} of ${groupOf(instance)} fails to boot, as the settings say`);
    await aws.putConsole(instance.id, consoleOfFailed(instance));
    return false;
  };

  const followNodes = async (
    plane: ControlPlane,
    running: readonly Instance[],
    booted: readonly Instance[],
  ): Promise<void> => {
    const coming = booted.filter(
      ({id, ...rest}) => !joined.has(id) && roleOf({id, ...rest}) !== 'bastion',
    );
    if (coming.length > 0) {
      await joinAll(plane, aws, buckets, coming);
      for (const {id} of coming) joined.add(id);
      log(`joined: ${coming.map(({id}) => id).join(' ')}`);
    }
    const alive = new Set(running.map(({id}) => id));
    for (const id of joined) {
      if (alive.has(id)) continue;
      await forget(plane, id);
      joined.delete(id);
      log(`gone: ${id}`);
    }
  };

  const look = async (plane: ControlPlane): Promise<void> => {
    if (Date.now() < nextLook) return;
    nextLook = Date.now() + LOOK_MS;
    for (const component of await deadComponents(folder)) {
      log(
        `${component} ended by itself and is started again; read ${folder}/logs/${component}.log`,
      );
      await startComponent(kubelab, plane.layout, component);
    }
    await equip(plane);
  };

  const step = async (instances: readonly Instance[], settings: Settings): Promise<void> => {
    const running = instances.filter(isRunning);
    const machines = running.filter((instance) => roleOf(instance) === 'control-plane');
    if (machines.length === 0) {
      if (phase === 'waiting') return;
      log('no control-plane machine is left; its control plane ends');
      return end();
    }
    const due = running.filter((instance) => hasBooted(instance, settings));
    const passes = await Promise.all(due.map((instance) => failOrPass(instance, settings)));
    const booted = due.filter((_, index) => passes[index]);
    const bootedMachines = booted.filter((instance) => roleOf(instance) === 'control-plane');
    if (controlPlane === undefined) {
      if (bootedMachines.length === 0) return;
      await boot(bootedMachines);
    }
    if (controlPlane === undefined) return;
    await followNodes(controlPlane, running, booted);
    await look(controlPlane);
  };

  const follow: Cluster['follow'] = async (instances, settings) => {
    if (Date.now() < nextTry) return;
    try {
      await step(instances, settings);
      trouble = undefined;
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
      nextTry = Date.now() + RETRY_MS;
      log(trouble);
      if (phase === 'booting') await end();
    }
  };

  return {
    follow,
    apiserver: () => controlPlane?.layout.ports.apiserver,
    status: () => ({
      ...{name, region, phase, folder, nodes: joined.size},
      ...(controlPlane === undefined ? {} : {apiserver: controlPlane.layout.ports.apiserver}),
      ...(trouble === undefined ? {} : {trouble}),
    }),
  };
};
