/** The lab's side door of its AWS: what no AWS API answers. Served by lab/aws/endpoints.py. */

export interface Instance {
  readonly id: string;
  readonly region: string;
  readonly zone: string;
  readonly type: string;
  readonly arch: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly lifecycle: 'spot' | 'on-demand';
  readonly state: string;
  readonly launchTime: string;
  readonly privateIp: string;
  readonly imageId: string;
  readonly userData: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LoadBalancer {
  readonly dnsName: string;
  readonly arn: string;
  readonly region: string;
}

export interface AwsApi {
  readonly url: string;
  readonly isReady: () => Promise<boolean>;
  readonly instances: () => Promise<readonly Instance[]>;
  readonly loadBalancers: () => Promise<readonly LoadBalancer[]>;
  readonly putConsole: (instance: string, text: string) => Promise<void>;
  readonly reset: () => Promise<void>;
}

export const awsApi = (port: number): AwsApi => {
  const url = `http://127.0.0.1:${port}`;
  const call = async (method: string, path: string, body?: string): Promise<Response> => {
    const signal = AbortSignal.timeout(15_000);
    const response = await fetch(`${url}${path}`, {
      method,
      signal,
      ...(body === undefined ? {} : {body}),
    });
    if (!response.ok) {
      throw new Error(
        `the lab's AWS answered ${response.status} to ${method} ${path}: ${await response.text()}`,
      );
    }
    return response;
  };
  const list = async <T>(path: string): Promise<readonly T[]> =>
    (await (await call('GET', path)).json()) as readonly T[];
  return {
    url,
    isReady: () =>
      call('GET', '/lab/ready').then(
        () => true,
        () => false,
      ),
    instances: () => list<Instance>('/lab/instances'),
    loadBalancers: () => list<LoadBalancer>('/lab/loadbalancers'),
    putConsole: async (instance, text) => {
      await call('PUT', `/lab/console/${encodeURIComponent(instance)}`, text);
    },
    reset: async () => {
      await call('POST', '/lab/reset');
    },
  };
};
