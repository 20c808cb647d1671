/** What an apiserver needs besides itself: kwok's kinds and stages, kwok, and kops' addons. */

import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Buckets} from '../buckets.ts';
import {writeText} from '../files.ts';
import {readParts} from '../processes.ts';
import {type Addons, adaptAddons, hasMetricsServer, manifestsIn, readAddons} from './addons.ts';
import {applyAll, type Manifest} from './apply.ts';
import {type ControlPlane, startComponent} from './control-plane.ts';
import {KWOK_CONFIG} from './flags.ts';

const manifestsOfFolder = async (folder: string): Promise<readonly Manifest[]> => {
  const files = await readdir(folder, {recursive: true});
  const yaml = files.filter((file) => file.endsWith('.yaml')).sort();
  const texts = await Promise.all(yaml.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.flatMap(manifestsIn);
};

/** kwok and what it needs. Its stages, without which no Node would become Ready, are in its configuration. */
export const startKwok = async (
  {client, layout}: ControlPlane,
  kubelab: string,
  kwok: string,
): Promise<void> => {
  const manifests = await manifestsOfFolder(kwok);
  const isStage = ({kind}: Manifest): boolean => kind === 'Stage';
  const documents = [KWOK_CONFIG, ...manifests.filter(isStage)];
  await writeText(layout.kwokConfig, documents.map((one) => JSON.stringify(one)).join('\n---\n'));
  const objects = manifests.filter((manifest) => !isStage(manifest));
  const failures = await applyAll(client, objects, 'lab');
  if (failures.length > 0) throw new Error(`kwok's manifests: ${failures.join('; ')}`);
  await startComponent(kubelab, layout, 'kwok');
};

const startMetricsServer = async (
  {layout}: ControlPlane,
  kubelab: string,
  manifests: readonly Manifest[],
): Promise<void> => {
  if (!hasMetricsServer(manifests)) return;
  const parts = await readParts(join(layout.folder, 'pids'));
  if (parts.some(({name}) => name === 'metrics-server')) return;
  await startComponent(kubelab, layout, 'metrics-server');
};

/** Applies the addons if they changed since `etag`; the answer is the new etag and what was refused. */
export const applyAddons = async (
  controlPlane: ControlPlane,
  kubelab: string,
  buckets: Buckets,
  etag: string | undefined,
): Promise<{readonly etag: string | undefined; readonly failures: readonly string[]}> => {
  const {client, layout, base} = controlPlane;
  const addons: Addons | undefined = await readAddons(buckets, base, etag);
  if (addons === undefined) return {etag, failures: []};
  await startMetricsServer(controlPlane, kubelab, addons.manifests);
  const {ports, pki} = layout;
  const fit = await adaptAddons(addons.manifests, ports.metricsServer, pki.authority.certificate);
  return {etag: addons.etag, failures: await applyAll(client, fit, 'kops')};
};
