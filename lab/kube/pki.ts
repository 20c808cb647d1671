import {createPublicKey} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Buckets} from '../buckets.ts';
import {issue, type KeyPair} from '../certificates.ts';
import {writeText} from '../files.ts';
import {type ConfigBase, type Keyset, readKeyset} from './store.ts';

/** The files of a control plane's keys and certificates, all in one folder. */
export interface ControlPlanePki {
  readonly authority: KeyPair;
  readonly serviceAccount: {readonly key: string; readonly publicKey: string};
  readonly apiserver: KeyPair;
  /** What the lab itself and the controllers call the apiserver with. */
  readonly admin: KeyPair;
  /** kwok's serving certificate, where kubelets would have theirs. */
  readonly kubelet: KeyPair;
  readonly metricsServer: KeyPair;
  readonly aggregator: {readonly authority: string; readonly client: KeyPair};
}

const save = async (folder: string, name: string, keyset: Keyset): Promise<KeyPair> => {
  const pair = {key: join(folder, `${name}.key`), certificate: join(folder, `${name}.crt`)};
  await writeText(pair.key, keyset.key, 0o600);
  await writeText(pair.certificate, keyset.certificate);
  return pair;
};

/** Keys that kops made, from the bucket, and the leaves that nodeup would sign with them on the machine. */
export const preparePki = async (
  buckets: Buckets,
  base: ConfigBase,
  cluster: string,
  serviceAddress: string,
  folder: string,
): Promise<ControlPlanePki> => {
  const keysets = ['kubernetes-ca', 'service-account', 'apiserver-aggregator-ca'] as const;
  const [authority, account, aggregator] = await Promise.all(
    keysets.map(async (name) => save(folder, name, await readKeyset(buckets, base, name))),
  );
  if (authority === undefined || account === undefined || aggregator === undefined) {
    throw new Error(`the keysets of ${cluster} are not whole`);
  }
  const names = [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    `api.internal.${cluster}`,
  ];
  const dns = [...names, 'localhost'].map((name) => `DNS:${name}`);
  const local = ['DNS:localhost', 'IP:127.0.0.1'];
  const [apiserver, admin, kubelet, metricsServer, client] = await Promise.all([
    issue(authority, folder, 'apiserver', {
      subject: '/CN=kube-apiserver',
      usage: 'serverAuth',
      names: [...dns, 'IP:127.0.0.1', `IP:${serviceAddress}`],
    }),
    issue(authority, folder, 'admin', {subject: '/O=system:masters/CN=lab', usage: 'clientAuth'}),
    issue(authority, folder, 'kubelet', {
      subject: '/CN=kubelet',
      usage: 'serverAuth',
      names: local,
    }),
    issue(authority, folder, 'metrics-server', {
      subject: '/CN=metrics-server',
      usage: 'serverAuth',
      names: [...local, 'DNS:metrics-server.kube-system.svc'],
    }),
    issue(aggregator, folder, 'aggregator', {subject: '/CN=aggregator', usage: 'clientAuth'}),
  ]);
  const publicKey = join(folder, 'service-account.pub');
  const exported = createPublicKey(await readFile(account.certificate));
  await writeText(publicKey, exported.export({type: 'spki', format: 'pem'}).toString());
  return {
    authority,
    serviceAccount: {key: account.key, publicKey},
    apiserver,
    admin,
    kubelet,
    metricsServer,
    aggregator: {authority: aggregator.certificate, client},
  };
};
