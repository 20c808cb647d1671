/** Takes one cluster down, and proves it: everything described again, what is left named. */

import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {bucketExists, deleteBucketIfEmpty} from '../aws/bucket.js';
import type {Cloud} from '../aws/cloud.js';
import {scaleToZero} from '../aws/groups.js';
import {inventory, resourceTypes} from '../aws/inventory.js';
import {purge} from '../aws/objects.js';
import {deletePrefixList, findPrefixLists} from '../aws/prefix-list.js';
import type {Resource} from '../aws/resource.js';
import {clock, utc} from '../duration.js';
import {CloudError, LeakError, ToolError} from '../errors.js';
import type {Host} from '../host.js';
import {deleteIndex, type IndexObject, readIndex, writeIndex} from '../index-object.js';
import * as argv from '../kops/argv.js';
import type {Kops} from '../kops/kops.js';
import type {Ledger} from '../ledger.js';
import {setOutput} from '../outputs.js';
import {ledgerSummary} from '../render/ledger.js';
import type {Context} from './context.js';
import {phase} from './phase.js';
import {readStored} from './plan.js';
import type {Place, Subject} from './subject.js';

/** Minutes for `kops delete cluster`; kops alone waits ten, kops' own tests an hour. */
const deleteMinutes = 40;

/** How long AWS may take to forget what was deleted, in attempts two seconds apart. */
const proofAttempts = 15;

export async function teardown(
  context: Context,
  subject: Subject,
  place: Place,
  openKops: (index: IndexObject) => Promise<Kops>,
): Promise<void> {
  const {host} = context;
  const {cloud, store} = place;
  const known = await bucketExists(cloud, store);
  const index = known ? await readIndex(cloud, store, subject.name) : undefined;
  const now = await inventory(cloud, subject.name);
  if (index === undefined && now.length === 0) {
    host.log.say(`✓ down      There is no cluster ${subject.name}; nothing to take down.`);
    await removeBucket(host, place, subject, known);
    prove(context, subject, [], []);
    return;
  }
  // Without our record of it a cluster of that name may be anybody's: nothing of it is touched.
  if (index === undefined || index.owner !== subject.owner) throw foreign(subject, index);
  const created = await noteResources(place, index, now);
  await stop(context, place, subject);
  await deleteCloud(context, place, index, now, openKops);
  const left = await phase(host, 'Proof', () => describeAgain(host, place, subject, created));
  if (left.length === 0) await forget(context, subject, place);
  prove(context, subject, created, left);
}

function foreign(subject: Subject, index: IndexObject | undefined): CloudError {
  const whose =
    index === undefined ? 'was not made by this repository' : `is ${index.repository}'s`;
  return new CloudError('KS144', `${subject.name} ${whose}`, {
    cure: 'kops-spot takes down only what its own repository made and has a record of.',
  });
}

/** All that is there now and ever was, kept in the index object so that a second `down` counts it, too. */
async function noteResources(
  {cloud, store}: Place,
  index: IndexObject,
  now: readonly Resource[],
): Promise<readonly Resource[]> {
  const before = index.resources;
  const all = [...before, ...now.filter((one) => !before.some((other) => same(one, other)))];
  if (all.length > before.length) await writeIndex(cloud, store, {...index, resources: all});
  return all;
}

/** Cost first: plain API calls that need neither kops nor the cluster. */
async function stop({host}: Context, {cloud}: Place, subject: Subject): Promise<void> {
  await phase(host, 'Stop', async () => {
    const groups = await scaleToZero(cloud, subject.name);
    return {verdict: `${groups} groups at zero`, value: undefined};
  });
}

async function deleteCloud(
  context: Context,
  {cloud, store}: Place,
  index: IndexObject,
  now: readonly Resource[],
  openKops: (index: IndexObject) => Promise<Kops>,
): Promise<void> {
  const {host} = context;
  const stored = (await readStored(cloud, store, index.cluster)).length > 0;
  // An earlier `down` that left something has lost kops its documents; without them it cannot look again.
  const again = !stored && index.applied !== '' && now.some(({type}) => type !== 'prefix-list');
  const kops = stored || again ? await openKops(index) : undefined;
  await phase(host, 'Delete', async () => {
    const deleted = kops && (await runKops(context, index, again, kops));
    const lists = await deletePrefixLists(host, cloud, index.cluster);
    const told = deleted === undefined ? 'kops never knew it' : `kops: ${deleted} deletions`;
    return {verdict: lists > 0 ? `${told} · prefix list deleted` : told, value: undefined};
  });
}

/** Returns how many deletions kops told of. */
async function runKops(
  {host, temp}: Context,
  index: IndexObject,
  again: boolean,
  kops: Kops,
): Promise<number> {
  if (again) {
    const file = join(temp, `${index.cluster}.yaml`);
    writeFileSync(file, index.applied, {mode: 0o600});
    await kops.must(argv.replace(kops.target, file));
  }
  const start = host.now();
  let said = start;
  let deleted = 0;
  await kops
    .must(argv.deleteCluster(kops.target, {wait: deleteMinutes}), {
      timeout: (deleteMinutes + 1) * 60_000,
      onLine: (line) => {
        if (/\tok$/.test(line)) deleted++;
        if (host.now() - said < 30_000) return;
        said = host.now();
        host.log.quote(`${clock(said - start)}  ${deleted} deleted; kops: ${line}`);
      },
    })
    .catch((error: unknown) => giveUp(host, start, error));
  return deleted;
}

function giveUp(host: Host, start: number, error: unknown): never {
  if (host.now() - start < deleteMinutes * 60_000) throw error;
  throw new ToolError('KS171', `kops delete cluster did not end in ${deleteMinutes} minutes`, {
    cause: error,
    cure: 'Run `down` again: it goes on where this one ended.',
  });
}

/** What kops does not know of. Two `up` at once may have made two. */
async function deletePrefixLists(host: Host, cloud: Cloud, clusterName: string): Promise<number> {
  const lists = await findPrefixLists(cloud, clusterName);
  for (const list of lists)
    for (let attempt = 1; attempt <= proofAttempts; attempt++) {
      if (await deletePrefixList(cloud, list)) break;
      await host.sleep(2_000); // a security group that names it is still being deleted
    }
  return lists.length;
}

/** Ends at the first look that finds nothing; AWS needs a moment to forget. */
async function describeAgain(
  host: Host,
  {cloud}: Place,
  subject: Subject,
  created: readonly Resource[],
) {
  for (let attempt = 1; ; attempt++) {
    const left = await inventory(cloud, subject.name);
    const counts = `${created.length} created, ${created.length - left.length} deleted, ${left.length} left`;
    const verdict = `${resourceTypes.length} resource types described again: ${counts}`;
    if (left.length === 0 || attempt === proofAttempts) return {verdict, value: left};
    await host.sleep(2_000);
  }
}

/** Last, when nothing is left that they could help to find: every version of kops' state, and our record. */
async function forget({host}: Context, subject: Subject, place: Place): Promise<void> {
  await phase(host, 'Purge', async () => {
    const versions = await purge(place.cloud, place.store, subject.name);
    await deleteIndex(place.cloud, place.store, subject.name);
    return {verdict: `${versions} object versions`, value: undefined};
  });
  await removeBucket(host, place, subject, true);
}

async function removeBucket(
  host: Host,
  {cloud, store}: Place,
  subject: Subject,
  known: boolean,
): Promise<void> {
  if (known && (await deleteBucketIfEmpty(cloud, store, subject.owner)))
    host.log.say(`  bucket ${store.bucket} deleted`);
}

function prove(
  {host, temp, summarize}: Context,
  subject: Subject,
  created: readonly Resource[],
  left: readonly Resource[],
): void {
  const ledger: Ledger = {
    cluster: subject.name,
    region: subject.region,
    provedAt: utc(host.now()),
    types: resourceTypes,
    created,
    deleted: created.filter((one) => !left.some((other) => same(one, other))),
    left,
  };
  mkdirSync(temp, {recursive: true});
  const file = join(temp, `ledger-${subject.name}.json`);
  writeFileSync(file, `${JSON.stringify(ledger, null, 1)}\n`);
  setOutput('ledger', file);
  setOutput('cluster-name', subject.name);
  summarize(ledgerSummary(ledger));
  if (left.length === 0) return;
  const names = left.map(({type, id}) => `${type} ${id}`);
  throw new LeakError('KS170', `${left.length} left of ${subject.name}: ${names.join(', ')}`, {
    cure: 'Run `down` again. What stays then needs a permission that the role lacks, or a hand.',
  });
}

function same(a: Resource, b: Resource): boolean {
  return a.type === b.type && a.id === b.id;
}
