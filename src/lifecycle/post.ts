/** What is left to do when the job ends: close the door, or take the cluster down. */

import {rmSync} from 'node:fs';
import {changePrefixList} from '../aws/prefix-list.js';
import {CloudError, messageOf, ToolError} from '../errors.js';
import {openKops} from '../kops/kops.js';
import type {StepState} from '../state.js';
import type {Context} from './context.js';
import {openPlace, type Subject} from './subject.js';
import {teardown} from './teardown.js';

export async function post(context: Context, state: StepState): Promise<void> {
  const {host} = context;
  if (state.kubeconfig !== undefined) rmSync(state.kubeconfig, {force: true});
  if (state.endsWithJob) return state.made ? takeDown(context, state) : undefined;
  if (state.access === undefined) return;
  const {prefixList, ...entry} = state.access;
  try {
    const {cloud} = await openPlace(context, subjectOf(state));
    await changePrefixList(host, cloud, prefixList, 'remove', entry);
    host.log.say(`✓ The API is closed to ${entry.cidr} again.`);
  } catch (error) {
    // The entry goes with the cluster; a job does not fail for it.
    host.log.warn(`${entry.cidr} stays in ${prefixList}: ${messageOf(error)}`);
  }
}

async function takeDown(context: Context, state: StepState): Promise<void> {
  const subject = subjectOf(state);
  context.host.log.say(`kops-spot · down · ${subject.name} · because scope is job`);
  const place = await openPlace(context, subject);
  const {account} = place.cloud;
  if (account !== state.account)
    throw new CloudError(
      'KS146',
      `${subject.name} is in account ${state.account}, not ${account}`,
      {
        cure: `Run \`down\` with \`cluster: ${subject.name}\` and credentials of ${state.account}; the cluster is still there.`,
      },
    );
  await teardown(context, subject, place, async () =>
    openKops(
      context.host,
      {cluster: subject.name, state: place.store.url},
      kopsOf(state),
      place.cloud.programEnv,
    ),
  );
}

/** The kops that main installed; when main ended before, kops has made nothing and is not asked. */
function kopsOf({kopsFile}: StepState): string {
  if (kopsFile === undefined) throw new ToolError('KS150', 'kops was not installed by this step');
  return kopsFile;
}

function subjectOf(state: StepState): Subject {
  return {
    name: state.clusterName,
    region: state.region,
    scopeKey: '',
    endsWithJob: state.endsWithJob,
    owner: state.repositoryId,
    stateStore: state.stateStore,
    role: state.role,
  };
}
