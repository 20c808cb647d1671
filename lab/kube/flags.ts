/** The arguments of each component: pure, and quick where a production cluster would be patient. */

import type {ControlPlanePki} from './pki.ts';

export interface ControlPlanePorts {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiserver: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kubelet: number;
  readonly metricsServer: number;
}

export interface Layout {
  readonly cluster: string;
  readonly folder: string;
  readonly kubeconfig: string;
  readonly kwokConfig: string;
  /** spec.networking.serviceClusterIPRange of the cluster. */
  readonly serviceRange: string;
  readonly ports: ControlPlanePorts;
  readonly pki: ControlPlanePki;
}

export const COMPONENTS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'metrics-server',
] as const;

export type Component = (typeof COMPONENTS)[number];

/** Nothing of a lab must survive a power cut, so etcd does not wait for the disk. */
const etcd = ({folder, ports}: Layout): readonly string[] => {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    ...['--name=lab', `--data-dir=${folder}/etcd`, '--unsafe-no-fsync', '--log-level=warn'],
    ...[`--listen-client-urls=${client}`, `--advertise-client-urls=${client}`],
    ...[`--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`],
    `--initial-cluster=lab=${peer}`,
  ];
};

/**
 * No endpoint reconciler, since the apiserver refuses to publish a loopback address. Pods leave a dead node
 * after 15 s instead of 5 minutes.
 */
const apiserver = ({cluster, serviceRange, ports, pki}: Layout): readonly string[] => [
  `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
  ...[
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.apiserver}`,
    '--advertise-address=127.0.0.1',
  ],
  ...['--endpoint-reconciler-type=none', `--service-cluster-ip-range=${serviceRange}`],
  ...['--authorization-mode=Node,RBAC', '--allow-privileged=true', '--profiling=false'],
  `--client-ca-file=${pki.authority.certificate}`,
  `--tls-cert-file=${pki.apiserver.certificate}`,
  `--tls-private-key-file=${pki.apiserver.key}`,
  `--service-account-issuer=https://api.internal.${cluster}`,
  `--service-account-key-file=${pki.serviceAccount.publicKey}`,
  `--service-account-signing-key-file=${pki.serviceAccount.key}`,
  `--kubelet-certificate-authority=${pki.authority.certificate}`,
  `--kubelet-client-certificate=${pki.admin.certificate}`,
  `--kubelet-client-key=${pki.admin.key}`,
  '--kubelet-preferred-address-types=Hostname',
  `--requestheader-client-ca-file=${pki.aggregator.authority}`,
  '--requestheader-allowed-names=aggregator',
  '--requestheader-username-headers=X-Remote-User',
  '--requestheader-group-headers=X-Remote-Group',
  '--requestheader-extra-headers-prefix=X-Remote-Extra-',
  `--proxy-client-cert-file=${pki.aggregator.client.certificate}`,
  `--proxy-client-key-file=${pki.aggregator.client.key}`,
  ...['--default-not-ready-toleration-seconds=15', '--default-unreachable-toleration-seconds=15'],
];

const withKubeconfig = ({kubeconfig, folder}: Layout): readonly string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--authentication-kubeconfig=${kubeconfig}`,
  `--authorization-kubeconfig=${kubeconfig}`,
  ...['--bind-address=127.0.0.1', `--cert-dir=${folder}/pki/self-signed`],
];

/** An HPA acts within seconds here; its defaults (15 s, 5 minutes) would make every check wait. */
const controllerManager = (layout: Layout): readonly string[] => [
  ...withKubeconfig(layout),
  `--secure-port=${layout.ports.controllerManager}`,
  `--service-account-private-key-file=${layout.pki.serviceAccount.key}`,
  `--root-ca-file=${layout.pki.authority.certificate}`,
  `--cluster-signing-cert-file=${layout.pki.authority.certificate}`,
  `--cluster-signing-key-file=${layout.pki.authority.key}`,
  ...['--leader-elect=false', '--kube-api-qps=200', '--kube-api-burst=400'],
  '--controllers=*,-service-lb-controller',
  ...['--node-monitor-period=1s', '--node-monitor-grace-period=20s'],
  '--horizontal-pod-autoscaler-sync-period=2s',
  '--horizontal-pod-autoscaler-downscale-stabilization=10s',
  '--horizontal-pod-autoscaler-initial-readiness-delay=1s',
  '--horizontal-pod-autoscaler-cpu-initialization-period=1s',
];

const scheduler = (layout: Layout): readonly string[] => [
  ...withKubeconfig(layout),
  `--secure-port=${layout.ports.scheduler}`,
  ...['--leader-elect=false', '--kube-api-qps=200', '--kube-api-burst=400'],
];

/** Not Stage: a Pod that is seen between the first stage and the last would wait for ever for one that fits it. */
const KWOK_KINDS = [
  ...['Metric', 'ClusterResourceUsage', 'ResourceUsage'],
  ...['ClusterLogs', 'Logs', 'ClusterExec', 'Exec'],
];

const kwok = ({kubeconfig, kwokConfig, ports, pki}: Layout): readonly string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--config=${kwokConfig}`,
  ...['--manage-all-nodes=true', '--v=WARN'],
  ...['--node-ip=127.0.0.1', `--node-port=${ports.kubelet}`],
  `--server-address=127.0.0.1:${ports.kubelet}`,
  `--tls-cert-file=${pki.kubelet.certificate}`,
  `--tls-private-key-file=${pki.kubelet.key}`,
  // Where kops' own default has its pods.
  ...['--cidr=100.96.0.1/11', '--node-lease-duration-seconds=40'],
  `--enable-crds=${KWOK_KINDS.join(',')}`,
];

/** The resolution has to be longer than the request's timeout, and not below 10 s. */
const metricsServer = (layout: Layout): readonly string[] => [
  ...withKubeconfig(layout).filter((flag) => !flag.startsWith('--cert-dir')),
  `--secure-port=${layout.ports.metricsServer}`,
  `--tls-cert-file=${layout.pki.metricsServer.certificate}`,
  `--tls-private-key-file=${layout.pki.metricsServer.key}`,
  `--kubelet-certificate-authority=${layout.pki.authority.certificate}`,
  ...['--kubelet-use-node-status-port', '--kubelet-preferred-address-types=Hostname'],
  ...['--kubelet-request-timeout=2s', '--metric-resolution=10s'],
];

export const argumentsOf: Readonly<Record<Component, (layout: Layout) => readonly string[]>> = {
  etcd,
  'kube-apiserver': apiserver,
  'kube-controller-manager': controllerManager,
  'kube-scheduler': scheduler,
  kwok,
  'metrics-server': metricsServer,
};

/** One user, the lab's own administrator, by files. */
export const kubeconfigOf = ({ports, pki, cluster}: Layout): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster,
        cluster: {
          server: `https://127.0.0.1:${ports.apiserver}`,
          'certificate-authority': pki.authority.certificate,
        },
      },
    ],
    users: [
      {
        name: 'lab',
        user: {'client-certificate': pki.admin.certificate, 'client-key': pki.admin.key},
      },
    ],
    contexts: [{name: cluster, context: {cluster, user: 'lab'}}],
    'current-context': cluster,
  });

/**
 * The parallelism fields are needed: kwok reads a file without them as zero. Without workers of the node sync it
 * forgets every pod that was bound before it knew the node.
 */
export const KWOK_CONFIG = {
  kind: 'KwokConfiguration',
  apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
  options: {
    enableDebuggingHandlers: true,
    enablePodsOnNodeSyncListPager: true,
    nodeLeaseParallelism: 4,
    podsOnNodeSyncParallelism: 4,
    podPlayStageParallelism: 4,
    nodePlayStageParallelism: 4,
  },
} as const;
