/** Server-side apply of many manifests at once, as `kubectl apply --server-side --force-conflicts` does it. */

import {setTimeout as sleep} from 'node:timers/promises';
import type {KubeClient} from './client.ts';

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {readonly name: string; readonly namespace?: string};
  readonly [field: string]: unknown;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const PARALLEL = 8;

/** A kind whose CRD, or a namespace, has just been applied appears within moments. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 150;

const groupPath = (apiVersion: string): string =>
  apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

/** Paths of objects, from the apiserver's discovery; a kind that is not found is asked for again. */
const objectPaths = (client: KubeClient) => {
  const known = new Map<string, Resource>();
  return async ({apiVersion, kind, metadata}: Manifest): Promise<string | undefined> => {
    const key = `${apiVersion}/${kind}`;
    if (!known.has(key)) {
      const list = await client.ask<{readonly resources: readonly Resource[]}>(
        'GET',
        groupPath(apiVersion),
      );
      for (const resource of list?.resources ?? []) {
        // A name with a slash is a subresource, with the kind of its parent.
        if (!resource.name.includes('/')) known.set(`${apiVersion}/${resource.kind}`, resource);
      }
    }
    const resource = known.get(key);
    if (resource === undefined) return undefined;
    const scope = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${groupPath(apiVersion)}${scope}/${resource.name}/${encodeURIComponent(metadata.name)}`;
  };
};

const isComingSoon = (status: number): boolean => status === 404 || status === 429 || status >= 500;

/** Runs `work` over the items, a few at a time, in their order of start. */
const inParallel = async <T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({length: PARALLEL}, worker));
};

/** Others may wait for these, so they go first. */
const isGround = ({kind}: Manifest): boolean =>
  kind === 'Namespace' || kind === 'CustomResourceDefinition';

/**
 * Applies all; one that the apiserver refuses does not stop the others.
 * @returns a sentence for each that failed.
 */
export const applyAll = async (
  client: KubeClient,
  manifests: readonly Manifest[],
  fieldManager: string,
): Promise<readonly string[]> => {
  const pathOf = objectPaths(client);
  const failures: string[] = [];
  const applyOne = async (manifest: Manifest): Promise<void> => {
    const name = `${manifest.kind} ${manifest.metadata.namespace ?? ''}/${manifest.metadata.name}`;
    let trouble = 'the apiserver does not know its kind';
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(PAUSE_MS)) {
      const path = await pathOf(manifest);
      if (path === undefined) continue;
      const query = `?fieldManager=${fieldManager}&force=true`;
      const answer = await client.send(
        'PATCH',
        `${path}${query}`,
        manifest,
        'application/apply-patch+yaml',
      );
      if (answer.status < 300) return;
      trouble = `${answer.status} ${answer.text.slice(0, 500)}`;
      if (!isComingSoon(answer.status)) break;
    }
    failures.push(`${name}: ${trouble}`);
  };
  await inParallel(manifests.filter(isGround), applyOne);
  await inParallel(
    manifests.filter((manifest) => !isGround(manifest)),
    applyOne,
  );
  return failures;
};
