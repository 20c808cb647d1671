/** What a booted machine's kubelet, and kops-controller after it, tell the apiserver. Pure. */

import type {Instance} from '../aws-api.ts';

const LABEL_TAG = 'k8s.io/cluster-autoscaler/node-template/label/';
const TAINT_TAG = 'k8s.io/cluster-autoscaler/node-template/taint/';

export type Role = 'control-plane' | 'node' | 'apiserver' | 'bastion';

const ROLE_TAGS: Readonly<Record<string, Role>> = {
  'k8s.io/role/control-plane': 'control-plane',
  'k8s.io/role/node': 'node',
  'k8s.io/role/apiserver': 'apiserver',
  'k8s.io/role/bastion': 'bastion',
};

export const clusterOf = ({tags}: Instance): string | undefined => tags.KubernetesCluster;

export const groupOf = ({tags}: Instance): string | undefined => tags['kops.k8s.io/instancegroup'];

export const roleOf = ({tags}: Instance): Role | undefined =>
  Object.entries(ROLE_TAGS).find(([tag]) => tag in tags)?.[1];

const byPrefix = (tags: Instance['tags'], prefix: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(tags)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );

const kubernetesArch = (arch: string): string => (arch === 'x86_64' ? 'amd64' : arch);

/**
 * The kubelet's own labels, those that kops put on the group as tags, and the one that kops-controller adds for
 * a Spot instance (k8s.io/kops/pkg/nodeidentity/aws: node-role.kubernetes.io/spot-worker).
 */
const labelsOf = (instance: Instance): Readonly<Record<string, string>> => ({
  'kubernetes.io/hostname': instance.id,
  'kubernetes.io/os': 'linux',
  'kubernetes.io/arch': kubernetesArch(instance.arch),
  'node.kubernetes.io/instance-type': instance.type,
  'topology.kubernetes.io/zone': instance.zone,
  'topology.kubernetes.io/region': instance.region,
  ...(instance.lifecycle === 'spot' ? {'node-role.kubernetes.io/spot-worker': 'true'} : {}),
  ...byPrefix(instance.tags, LABEL_TAG),
});

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** `key=value:Effect`, `key:Effect`; an effect that is missing is malformed and thrown. */
export const parseTaint = (text: string): Taint => {
  const found = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text);
  if (found === null) throw new Error(`the taint ${text} is not of the form key=value:Effect`);
  const [, key = '', value, effect = ''] = found;
  return {key, effect, ...(value ? {value} : {})};
};

/** Taints of the group's tags (value `value:Effect`) and of its kubelet configuration, each once. */
const taintsOf = (instance: Instance, registered: readonly string[]): readonly Taint[] => {
  const tagged = Object.entries(byPrefix(instance.tags, TAINT_TAG)).map(([key, value]) =>
    parseTaint(`${key}=${value}`),
  );
  const all = [...tagged, ...registered.map(parseTaint)];
  return [...new Map(all.map((taint) => [`${taint.key}:${taint.effect}`, taint])).values()];
};

export interface Joining {
  readonly instance: Instance;
  readonly taints: readonly string[];
  /** Without a `v`, as kops writes it. */
  readonly kubernetesVersion: string;
  /** kwok's port, where the kubelet's would be. */
  readonly kubeletPort: number;
}

/** The Node of an instance. Hostname is localhost, since that is where its metrics are served. */
export const nodeOf = ({instance, taints, kubernetesVersion, kubeletPort}: Joining): object => {
  const resources = {
    cpu: String(instance.vcpus),
    memory: `${instance.memoryMiB}Mi`,
    pods: '110',
    'ephemeral-storage': '64Gi',
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: instance.id,
      labels: labelsOf(instance),
      annotations: {
        'metrics.k8s.io/resource-metrics-path': `/metrics/nodes/${instance.id}/metrics/resource`,
      },
    },
    spec: {
      providerID: `aws:///${instance.zone}/${instance.id}`,
      taints: taintsOf(instance, taints),
    },
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        {type: 'InternalIP', address: instance.privateIp},
        {type: 'Hostname', address: 'localhost'},
      ],
      daemonEndpoints: {kubeletEndpoint: {Port: kubeletPort}},
      nodeInfo: {
        architecture: kubernetesArch(instance.arch),
        operatingSystem: 'linux',
        kubeletVersion: `v${kubernetesVersion}`,
        kubeProxyVersion: '',
        containerRuntimeVersion: 'containerd://2.1.4',
        kernelVersion: '6.8.0-aws',
        osImage: 'Ubuntu 24.04 LTS',
        bootID: instance.id,
        machineID: instance.id,
        systemUUID: instance.id,
      },
    },
  };
};

export const STATIC_PODS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd-manager-main',
  'etcd-manager-events',
] as const;

/** The mirror pod by which a kubelet shows a static pod; kops looks for it by the label k8s-app. */
export const mirrorPodOf = (instance: Instance, name: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${name}-${instance.id}`,
    namespace: 'kube-system',
    labels: {'k8s-app': name},
    annotations: {
      'kubernetes.io/config.mirror': instance.id,
      'kubernetes.io/config.source': 'file',
    },
  },
  spec: {
    nodeName: instance.id,
    hostNetwork: true,
    priorityClassName: 'system-cluster-critical',
    tolerations: [{operator: 'Exists'}],
    containers: [{name, image: `registry.k8s.io/${name}`}],
  },
});
