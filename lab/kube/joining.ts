/** Machines that come and go, told to one cluster's apiserver. */

import type {AwsApi, Instance} from '../aws-api.ts';
import type {Buckets} from '../buckets.ts';
import {consoleOfBooted} from './console.ts';
import type {ControlPlane} from './control-plane.ts';
import {groupOf, mirrorPodOf, nodeOf, roleOf, STATIC_PODS} from './nodes.ts';
import {readClusterSpec, readTaints} from './spec.ts';

interface NodeList {
  readonly items: readonly {
    readonly metadata: {readonly name: string};
    readonly spec: {readonly providerID?: string};
  }[];
}

/** The names of the Nodes that stand for instances. */
export const listJoined = async ({client}: ControlPlane): Promise<readonly string[]> => {
  const nodes = await client.ask<NodeList>('GET', '/api/v1/nodes');
  return (nodes?.items ?? [])
    .filter(({spec}) => spec.providerID?.startsWith('aws:///'))
    .map(({metadata}) => metadata.name);
};

/** Creates an object; one that is there already is as good. */
const create = async ({client}: ControlPlane, path: string, body: object): Promise<void> => {
  const {status, text} = await client.send('POST', path, body);
  if (status >= 300 && status !== 409) throw new Error(`POST ${path}: ${status} ${text}`);
};

const PODS = '/api/v1/namespaces/kube-system/pods';
const join = async (
  controlPlane: ControlPlane,
  instance: Instance,
  kubernetesVersion: string,
  taints: readonly string[],
): Promise<void> => {
  const kubeletPort = controlPlane.layout.ports.kubelet;
  const node = nodeOf({instance, taints, kubernetesVersion, kubeletPort});
  await create(controlPlane, '/api/v1/nodes', node);
  if (roleOf(instance) !== 'control-plane') return;
  await Promise.all(
    STATIC_PODS.map((name) => create(controlPlane, PODS, mirrorPodOf(instance, name))),
  );
};

/** Joins booted instances, all at once, with the version and the taints that kops last wrote for their groups. */
export const joinAll = async (
  controlPlane: ControlPlane,
  aws: AwsApi,
  buckets: Buckets,
  instances: readonly Instance[],
): Promise<void> => {
  const {base} = controlPlane;
  const {kubernetesVersion} = await readClusterSpec(buckets, base);
  const taints = new Map<string, Promise<readonly string[]>>();
  const taintsOf = (role: string, group: string): Promise<readonly string[]> => {
    const known = taints.get(group) ?? readTaints(buckets, base, role, group);
    taints.set(group, known);
    return known;
  };
  await Promise.all(
    instances.map(async (instance) => {
      const registered = await taintsOf(roleOf(instance) ?? 'node', groupOf(instance) ?? '');
      await join(controlPlane, instance, kubernetesVersion, registered);
      await aws.putConsole(instance.id, consoleOfBooted(instance));
    }),
  );
};

/** Deletes the Node of an instance that is gone, as the cloud controller does. */
export const forget = async ({client}: ControlPlane, name: string): Promise<void> => {
  await client.ask('DELETE', `/api/v1/nodes/${name}`);
};
