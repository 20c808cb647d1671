/** The addons that kops rendered into the bucket, applied as its channels program on a control-plane machine does. */

import {readFile} from 'node:fs/promises';
import {posix} from 'node:path';
import {parse, parseAllDocuments} from 'yaml';
import type {Buckets} from '../buckets.ts';
import type {Manifest} from './apply.ts';
import {type ConfigBase, readStored} from './store.ts';

const CHANNEL = 'addons/bootstrap-channel.yaml';

interface Channel {
  readonly spec: {readonly addons?: readonly {readonly name: string; readonly manifest: string}[]};
}

export interface Addons {
  /** Changes with any change of an addon, since the channel holds the manifests' hashes. */
  readonly etag: string;
  readonly manifests: readonly Manifest[];
}

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' && value !== null && 'kind' in value && 'metadata' in value;

/** All documents of a YAML file; lists are taken apart. */
export const manifestsIn = (text: string): readonly Manifest[] =>
  parseAllDocuments(text).flatMap((document): readonly Manifest[] => {
    const value: unknown = document.toJS();
    if (!isManifest(value)) return [];
    return value.kind === 'List' && Array.isArray(value.items)
      ? value.items.filter(isManifest)
      : [value];
  });

/** The bucket's addons; undefined while nothing has changed since `etag`. */
export const readAddons = async (
  buckets: Buckets,
  base: ConfigBase,
  etag: string | undefined,
): Promise<Addons | undefined> => {
  const channel = await buckets.read(base.bucket, posix.join(base.prefix, CHANNEL));
  if (channel === undefined || channel.etag === etag) return undefined;
  const {addons = []} = (parse(channel.text) as Channel).spec;
  const texts = await Promise.all(
    addons.map(({manifest}) => readStored(buckets, base, posix.join('addons', manifest))),
  );
  return {etag: channel.etag, manifests: texts.flatMap(manifestsIn)};
};

/** No pod's program runs here, so a webhook would only hold up every request until it times out. */
const isWebhook = ({kind}: Manifest): boolean => kind.endsWith('WebhookConfiguration');

const isMetricsService = ({kind, metadata}: Manifest): boolean =>
  kind === 'Service' && metadata.name === 'metrics-server' && metadata.namespace === 'kube-system';

const isMetricsApi = ({kind, metadata}: Manifest): boolean =>
  kind === 'APIService' && metadata.name === 'v1beta1.metrics.k8s.io';

export const hasMetricsServer = (manifests: readonly Manifest[]): boolean =>
  manifests.some(isMetricsApi);

/** There is no Service network, so the aggregator reaches the real metrics-server by name and port. */
const metricsService = (manifest: Manifest, port: number): Manifest => ({
  ...manifest,
  spec: {type: 'ExternalName', externalName: 'localhost', ports: [{name: 'https', port}]},
});

const metricsApi = (manifest: Manifest, port: number, authority: Buffer): Manifest => ({
  apiVersion: manifest.apiVersion,
  kind: manifest.kind,
  metadata: {name: manifest.metadata.name},
  spec: {
    group: 'metrics.k8s.io',
    version: 'v1beta1',
    groupPriorityMinimum: 100,
    versionPriority: 100,
    service: {name: 'metrics-server', namespace: 'kube-system', port},
    caBundle: authority.toString('base64'),
  },
});

/** The manifests as a cluster without running containers can bear them. */
export const adaptAddons = async (
  manifests: readonly Manifest[],
  metricsPort: number,
  authority: string,
): Promise<readonly Manifest[]> => {
  const bundle = await readFile(authority);
  return manifests
    .filter((manifest) => !isWebhook(manifest))
    .map((manifest) => {
      if (isMetricsService(manifest)) return metricsService(manifest, metricsPort);
      if (isMetricsApi(manifest)) return metricsApi(manifest, metricsPort, bundle);
      return manifest;
    });
};
