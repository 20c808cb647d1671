/** Which cluster a command is about: from the spec and the scope, or by its full name. */

import {relative, resolve} from 'node:path';
import {type Cloud, openCloud} from '../aws/cloud.js';
import {type Store, storeOf} from '../aws/store.js';
import {InputError} from '../errors.js';
import {clusterName, scopeOf} from '../scope.js';
import {parseSpec} from '../spec/parse.js';
import type {Spec} from '../spec/schema.js';
import {remember} from '../state.js';
import type {Context, MainContext} from './context.js';

export interface Subject {
  readonly name: string;
  readonly region: string;
  readonly scopeKey: string;
  readonly endsWithJob: boolean;
  /** The repository's numeric id: whose cluster it is. */
  readonly owner: string;
  readonly stateStore: string | undefined;
  readonly role: string | undefined;
}

/** The spec, or SpecError with all that is wrong in it. */
export function readSpec({host, request}: MainContext): Spec {
  const {workspace} = request.run;
  const file = relative(workspace, resolve(workspace, request.specFile)) || request.specFile;
  const text = host.readFile(resolve(workspace, request.specFile));
  if (text === undefined)
    throw new InputError('KS101', `there is no file ${request.specFile} in ${workspace}`, {
      cure: 'Check the repository out before (actions/checkout), or name the file with the input `spec`.',
    });
  return parseSpec(text, file, (path) => host.readFile(resolve(workspace, path)));
}

export function subjectOf({request}: MainContext, spec: Spec): Subject {
  const scope = scopeOf(request.scope, request.run);
  return {
    name:
      request.cluster ?? clusterName(spec.cluster.name, spec.cluster.region, scope, request.run),
    region: spec.cluster.region,
    scopeKey: scope.key,
    endsWithJob: scope.endsWithJob,
    owner: request.run.repositoryId,
    stateStore: spec.cluster.stateStore,
    role: request.role,
  };
}

export interface Place {
  readonly cloud: Cloud;
  readonly store: Store;
}

export async function openPlace({host, runId}: Context, subject: Subject): Promise<Place> {
  const {region, role, owner, stateStore} = subject;
  const session = `kops-spot-${runId}`;
  const cloud = await openCloud(host, {region, role, session});
  return {cloud, store: storeOf(stateStore, cloud.account, owner, region)};
}

/** Before the first AWS call: post can find the cluster whatever becomes of main. */
export function announceToPost({request, runId, temp}: MainContext, subject: Subject): void {
  remember({
    clusterName: subject.name,
    region: subject.region,
    stateStore: subject.stateStore,
    role: subject.role,
    endsWithJob: subject.endsWithJob && request.command === 'up',
    repositoryId: subject.owner,
    runId,
    temp,
  });
}
