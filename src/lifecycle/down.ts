/** The command `down`: one cluster by its name, or all that a scope has of one spec file, which may be gone by then. */

import {resolve} from 'node:path';
import {bucketExists} from '../aws/bucket.js';
import {InputError, messageOf} from '../errors.js';
import {type IndexObject, indexedClusters, readIndex} from '../index-object.js';
import {scopeOf} from '../scope.js';
import {kopsOf} from './connect.js';
import type {MainContext} from './context.js';
import {install} from './install.js';
import {
  announceToPost,
  openPlace,
  type Place,
  readSpec,
  type Subject,
  subjectOf,
} from './subject.js';
import {teardown} from './teardown.js';

export async function down(context: MainContext): Promise<void> {
  const {host, request} = context;
  const subject = firstSubject(context);
  announceToPost(context, subject);
  const place = await openPlace(context, subject);
  const names = await clustersOf(context, subject, place);
  if (names.length === 0)
    host.log.say(
      `✓ down      ${place.store.bucket} knows no cluster of scope ${request.scope} and ${request.specFile}; nothing to take down.`,
    );
  const failures: unknown[] = [];
  for (const name of names) {
    const one = {...subject, name};
    const open = async (index: IndexObject) =>
      kopsOf(host, one, place, await install(context, index));
    // One that cannot be taken down is no reason to leave the others running.
    await teardown(context, one, place, open).catch((error: unknown) => {
      host.signal.throwIfAborted();
      if (names.length > 1) host.log.warn(`${name}: ${messageOf(error)}`);
      failures.push(error);
    });
  }
  if (failures.length > 0) throw failures[0];
}

/** From the spec; a closed pull request may have none any more, so the region alone is enough. */
function firstSubject(context: MainContext): Subject {
  const {host, request} = context;
  const hasSpec = host.readFile(resolve(request.run.workspace, request.specFile)) !== undefined;
  if (hasSpec) return subjectOf(context, readSpec(context));
  const region = host.env.AWS_REGION || host.env.AWS_DEFAULT_REGION;
  if (!region)
    throw new InputError('KS101', `there is no file ${request.specFile}, and no AWS_REGION`, {
      cure: 'Check the repository out before, or set AWS_REGION in the environment.',
    });
  const scope = scopeOf(request.scope, request.run);
  return {
    name: request.cluster ?? '',
    region,
    scopeKey: scope.key,
    endsWithJob: false,
    owner: request.run.repositoryId,
    stateStore: undefined,
    role: request.role,
  };
}

/** The one that is named, else every cluster that this scope and this spec file made, and the spec's own. */
async function clustersOf(
  {request}: MainContext,
  subject: Subject,
  {cloud, store}: Place,
): Promise<string[]> {
  if (request.cluster !== undefined) return [request.cluster];
  const {owner, scopeKey} = subject;
  const names = (await bucketExists(cloud, store)) ? await indexedClusters(cloud, store) : [];
  const indexes = await Promise.all(names.map((name) => readIndex(cloud, store, name)));
  const ours = indexes.filter(
    (index) =>
      index?.scope === scopeKey && index.owner === owner && index.spec === request.specFile,
  );
  return [...new Set([...ours.map((index) => index?.cluster ?? ''), subject.name])].filter(Boolean);
}
