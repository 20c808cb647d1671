/** The cluster's nodes, as `kubectl get nodes --output json` tells them. */

import type {Host} from '../host.js';

export interface KubeNode {
  readonly name: string;
  /** Of the provider id `aws:///<zone>/<instance id>`. */
  readonly instanceId: string;
  readonly ready: boolean;
  /** What kubelet says when it is not ready. */
  readonly reason: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly created: number;
}

interface NodeList {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly creationTimestamp: string;
    };
    readonly spec: {readonly providerID?: string};
    readonly status?: {
      readonly conditions?: readonly {
        readonly type: string;
        readonly status: string;
        readonly message?: string;
      }[];
    };
  }[];
}

/** A kubectl that is pointed at one cluster. */
export interface Kubectl {
  readonly program: string;
  readonly kubeconfig: string;
}

/** Undefined while the API does not answer, which a young cluster does not for minutes. */
export async function getNodes(host: Host, kubectl: Kubectl): Promise<KubeNode[] | undefined> {
  const {code, stdout} = await host.run({
    program: kubectl.program,
    args: ['get', 'nodes', '--output', 'json', '--request-timeout', '10s'],
    env: {KUBECONFIG: kubectl.kubeconfig},
    timeout: 20_000,
  });
  host.signal.throwIfAborted();
  return code === 0 ? parseNodes(stdout) : undefined;
}

export function parseNodes(json: string): KubeNode[] {
  return (JSON.parse(json) as NodeList).items.map(({metadata, spec, status}) => {
    const ready = status?.conditions?.find((condition) => condition.type === 'Ready');
    return {
      name: metadata.name,
      instanceId: spec.providerID?.split('/').at(-1) ?? '',
      ready: ready?.status === 'True',
      reason: ready?.message ?? 'kubelet has said nothing yet',
      labels: metadata.labels ?? {},
      created: Date.parse(metadata.creationTimestamp),
    };
  });
}
