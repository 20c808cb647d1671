/** Phase 3: the bucket, the addresses, kops' documents, one `kops update`. */

import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {ensureBucket} from '../aws/bucket.js';
import type {Cloud} from '../aws/cloud.js';
import {codeOf} from '../aws/errors.js';
import {scalingGroups} from '../aws/groups.js';
import {ensurePrefixList} from '../aws/prefix-list.js';
import type {Store} from '../aws/store.js';
import {tagVpc} from '../aws/vpc.js';
import {utc} from '../duration.js';
import {ToolError} from '../errors.js';
import type {Host} from '../host.js';
import {type IndexObject, writeIndex} from '../index-object.js';
import {needsNoUpdate, outline, rebalanceOnly, taskCount} from '../kops/answers.js';
import * as argv from '../kops/argv.js';
import {type Documents, placeOf, shown, toYaml, unmet} from '../kops/documents.js';
import type {Kops} from '../kops/kops.js';
import {escapeMarkdown} from '../render/table.js';
import type {Spec} from '../spec/schema.js';
import {remember} from '../state.js';
import type {MainContext} from './context.js';
import {phase} from './phase.js';
import {desired, type Plan, readStored} from './plan.js';
import type {Place, Subject} from './subject.js';

/** Returns the index object as it stands when kops is done. */
export async function apply(
  context: MainContext,
  spec: Spec,
  subject: Subject,
  {cloud, store}: Place,
  plan: Plan,
  kops: Kops,
): Promise<IndexObject> {
  return phase(context.host, 'Apply', async () => {
    const done: string[] = [];
    const {index, documents} = await prepare(context, spec, subject, {cloud, store}, plan, done);
    const fresh = index.applied === '';
    const changed = fresh || plan.changes.length > 0;
    if (changed) await storeDocuments(context, cloud, store, plan, documents, kops, done);
    const updated = await updateCloud(context.host, cloud, kops, changed, done);
    const mayRoll = !fresh && (index.mayRoll || updated);
    const applied = {...index, applied: toYaml(documents), mayRoll};
    await Promise.all([
      writeIndex(cloud, store, applied),
      tagVpc(cloud, subject.name, runTags(context.runId, applied.expiresAt)),
    ]);
    const warnings = kops.warnings().map((text) => `- ${escapeMarkdown(text)}`);
    if (warnings.length > 0) context.summarize(`kops warns:\n\n${warnings.join('\n')}\n`);
    return {verdict: done.join(' · '), value: applied};
  });
}

/** What has to be there before kops: the bucket, our own record of the cluster, and the prefix list. */
async function prepare(
  context: MainContext,
  spec: Spec,
  subject: Subject,
  {cloud, store}: Place,
  plan: Plan,
  done: string[],
): Promise<{index: IndexObject; documents: Documents}> {
  remember({made: true, account: cloud.account});
  const index = indexOf(context, spec, subject, plan);
  await openRecord(context.host, {cloud, store}, index, done);
  if (!spec.cluster.access.api.includes('runner')) return {index, documents: plan.documents};
  const prefixList = await ensurePrefixList(cloud, subject.name, {
    Name: subject.name,
    'kops-spot/owner': subject.owner,
    'kops-spot/cluster': subject.name,
  });
  const known = {...index, prefixList};
  if (index.prefixList !== prefixList) await writeIndex(cloud, store, known);
  const configBase = `${store.url}/${subject.name}`;
  return {index: known, documents: desired(spec, subject, plan.zones, {configBase, prefixList})};
}

/**
 * The index object is written before anything else, so that whatever is made from here on can be found and taken
 * down. A neighbour that ends just now may delete the empty bucket meanwhile, and S3 then needs a moment.
 */
async function openRecord(
  host: Host,
  {cloud, store}: Place,
  index: IndexObject,
  done: string[],
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const made = await ensureBucket(cloud, store, index.owner);
      await writeIndex(cloud, store, index);
      if (made) done.push(`bucket ${store.bucket} made`);
      return;
    } catch (error) {
      const passing = ['NoSuchBucket', 'OperationAborted'].includes(
        codeOf((error as Error).cause ?? error),
      );
      if (!passing || attempt === 6) throw error;
      await host.sleep(2_000 * attempt);
    }
  }
}

function indexOf(
  {host, request}: MainContext,
  spec: Spec,
  subject: Subject,
  plan: Plan,
): IndexObject {
  const {run} = request;
  const before = plan.existing?.index;
  return {
    version: 1,
    cluster: subject.name,
    owner: subject.owner,
    repository: run.repository,
    scope: subject.scopeKey,
    spec: request.specFile,
    runId: run.runId,
    region: subject.region,
    zones: plan.zones,
    kopsVersion: spec.cluster.kopsVersion,
    kubernetesVersion: spec.cluster.kubernetesVersion,
    createdAt: before?.createdAt ?? host.now(),
    expiresAt: plan.expiresAt,
    prefixList: before?.prefixList,
    applied: before?.applied ?? '',
    mayRoll: before?.mayRoll ?? false,
    resources: before?.resources ?? [],
  };
}

function runTags(runId: string, expiresAt: number): Record<string, string> {
  return {'kops-spot/run': runId, 'kops-spot/expires-at': utc(expiresAt)};
}

/** Everything at once, read back, and what the spec no longer has taken out. */
async function storeDocuments(
  {host, temp}: MainContext,
  cloud: Cloud,
  store: Store,
  plan: Plan,
  documents: Documents,
  kops: Kops,
  done: string[],
): Promise<void> {
  const {cluster} = kops.target;
  const file = join(temp, `${cluster}.yaml`);
  writeFileSync(file, toYaml(documents), {mode: 0o600});
  await kops.must(argv.replace(kops.target, file));
  const stored = await readStored(cloud, store, cluster);
  const [wrong] = unmet([documents.cluster, ...documents.groups], stored);
  if (wrong !== undefined)
    throw new ToolError(
      'KS151',
      `kops stored ${wrong.where} ${wrong.field} as ${shown(wrong, wrong.before) || 'nothing'}, not as ${shown(wrong, wrong.after)}`,
      {cure: 'Write the value as kops spells it, or take it out of the spec.'},
    );
  const wanted = new Set(documents.groups.map(placeOf));
  const gone = (plan.existing?.stored ?? stored)
    .filter((document) => document.kind === 'InstanceGroup' && !wanted.has(placeOf(document)))
    .map(placeOf);
  for (const group of gone) {
    host.log.say(`${group} is no longer in the spec`);
    await kops.must(argv.deleteGroup(kops.target, group), {show: true});
  }
  done.push(`${documents.groups.length} groups`);
  if (gone.length > 0) done.push(`${gone.join(', ')} taken out`);
}

/** One `kops update`: with changes at once, without only after a preview that shows drift. True if it changed AWS. */
async function updateCloud(
  host: Host,
  cloud: Cloud,
  kops: Kops,
  changed: boolean,
  done: string[],
): Promise<boolean> {
  if (!changed) {
    const preview = await kops.must(argv.update(kops.target, {yes: false}));
    if (needsNoUpdate(preview.stdout) || (await rebalancesAlready(cloud, kops, preview.stdout))) {
      done.push('no changes');
      return false;
    }
    host.log.say('The spec is unchanged, but the cloud is not as it should be:');
    host.log.quote(outline(preview.stdout).join('\n'));
  }
  const {stdout, stderr} = await kops.must(argv.update(kops.target, {yes: true}), {show: true});
  const tasks = taskCount(`${stderr}\n${stdout}`);
  done.push(tasks === undefined ? 'applied' : `${tasks} tasks`);
  return true;
}

/** Whether all that kops wants to switch on is on: AWS is asked, since kops does not. */
async function rebalancesAlready(cloud: Cloud, kops: Kops, preview: string): Promise<boolean> {
  const wanted = rebalanceOnly(preview);
  if (wanted === undefined) return false;
  const groups = await scalingGroups(cloud, kops.target.cluster);
  const on = new Set(groups.filter((group) => group.capacityRebalance).map(({name}) => name));
  return wanted.every((name) => on.has(name));
}
