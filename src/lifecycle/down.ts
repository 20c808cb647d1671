/** The command `down`: one cluster by its name, or all that a scope has, with or without a spec. */

import {resolve} from 'node:path';
import {bucketExists} from '../aws/bucket.js';
import {InputError} from '../errors.js';
import {indexedClusters, readIndex} from '../index-object.js';
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
  const subject = firstSubject(context);
  announceToPost(context, subject);
  const place = await openPlace(context, subject);
  for (const name of await clustersOf(context, subject, place)) {
    const one = {...subject, name};
    await teardown(context, one, place, async (index) =>
      kopsOf(context.host, one, place, await install(context, index)),
    );
  }
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

/** The one that is named, else every cluster of the scope that the bucket knows, and the spec's own. */
async function clustersOf(
  {request}: MainContext,
  subject: Subject,
  {cloud, store}: Place,
): Promise<string[]> {
  if (request.cluster !== undefined) return [request.cluster];
  const {owner, scopeKey} = subject;
  const names = (await bucketExists(cloud, store)) ? await indexedClusters(cloud, store) : [];
  const indexes = await Promise.all(names.map((name) => readIndex(cloud, store, name)));
  const ours = indexes.filter((index) => index?.scope === scopeKey && index.owner === owner);
  return [...new Set([...ours.map((index) => index?.cluster ?? ''), subject.name])].filter(Boolean);
}
