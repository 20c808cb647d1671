/** Phase 2: what the spec asks for, against the cluster as it is. Touches nothing. */

import {bucketExists} from '../aws/bucket.js';
import {type Cloud, hasCredentials} from '../aws/cloud.js';
import {getText, listKeys} from '../aws/objects.js';
import type {Store} from '../aws/store.js';
import {availableZones} from '../aws/zones.js';
import {utc} from '../duration.js';
import {CloudError} from '../errors.js';
import type {Host} from '../host.js';
import {type IndexObject, readIndex} from '../index-object.js';
import {
  type Change,
  type Documents,
  differences,
  fromYaml,
  type KopsDocument,
  placeOf,
  unmet,
} from '../kops/documents.js';
import {setOutput} from '../outputs.js';
import {changeTable, factsOf, groupTable} from '../render/plan.js';
import {escapeMarkdown} from '../render/table.js';
import {renderDocuments} from '../spec/render.js';
import type {Spec} from '../spec/schema.js';
import {snapshot, zonesFor} from '../spec/zones.js';
import type {MainContext} from './context.js';
import {phase} from './phase.js';
import {openPlace, type Place, type Subject} from './subject.js';

export interface Plan {
  /** The cluster as it is; undefined when there is none yet. */
  readonly existing: Existing | undefined;
  readonly zones: readonly string[];
  readonly documents: Documents;
  /** Empty when the cluster is as the spec wants it. */
  readonly changes: readonly Change[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface Existing {
  readonly index: IndexObject;
  /** What kops has in its state store; empty when an earlier `up` did not get that far. */
  readonly stored: readonly KopsDocument[];
}

/** The image of kops 1.36.0's channel (channels/stable), pinned: a channel would let it float. */
export const images = {
  amd64: '099720109477/ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260218',
  arm64: '099720109477/ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-20260218',
} as const;

/** Stands for the prefix list until `apply` has made it. */
const listToCome = 'pl-00000000000000000';

export async function plan(context: MainContext, spec: Spec, subject: Subject): Promise<void> {
  const {host, request} = context;
  await phase(host, 'Plan', async () => {
    const place = hasCredentials(host.env, request.role)
      ? await openPlace(context, subject)
      : undefined;
    const made = await makePlan(context, spec, subject, place);
    return {verdict: announce(context, subject, made), value: undefined};
  });
}

/** Says the plan in the log, the summary and the outputs; returns the verdict. */
export function announce(context: MainContext, subject: Subject, made: Plan): string {
  const {host, summarize} = context;
  const fresh = made.existing === undefined;
  const changed = !fresh && made.changes.length > 0;
  host.log.quote(factsOf(made.documents));
  host.log.quote(groupTable(made.documents).text.join('\n'));
  if (changed) host.log.quote(['', ...changeTable(made.changes).text].join('\n'));
  setOutput('cluster-name', subject.name);
  setOutput('changes', String(made.changes.length));
  setOutput('expires-at', utc(made.expiresAt));
  const zones = made.zones.map((zone) => zone.slice(subject.region.length)).join(' ');
  const what = fresh
    ? 'a new cluster'
    : made.changes.length === 0
      ? 'no changes'
      : `${made.changes.length} changes`;
  const verdict = `${subject.name}, ${subject.region} ${zones}: ${what}, expires ${utc(made.expiresAt)}`;
  summarize(`### Plan\n\n\`${subject.name}\` in ${subject.region} (${zones}): **${what}**\n`);
  summarize(`${escapeMarkdown(factsOf(made.documents))}\n`);
  summarize(`${groupTable(made.documents).markdown}\n`);
  if (changed) summarize(`${changeTable(made.changes).markdown}\n`);
  return verdict;
}

export async function makePlan(
  context: MainContext,
  spec: Spec,
  subject: Subject,
  place: Place | undefined,
): Promise<Plan> {
  const {host, request} = context;
  const existing = place && (await readExisting(place.cloud, place.store, subject));
  if (place === undefined) host.log.say('AWS was not asked: no credentials, no role-to-assume.');
  const zones = await zonesOf(host, spec, place?.cloud, existing?.index);
  const documents = desired(spec, subject, zones, {
    configBase: `${place?.store.url ?? 's3://bucket'}/${subject.name}`,
    prefixList: existing?.index.prefixList ?? listToCome,
  });
  return {
    existing,
    zones,
    documents,
    changes: changesOf(documents, existing),
    expiresAt: host.now() + (request.ttl ?? spec.cluster.ttl),
  };
}

/** The documents for one place; `up` renders them again when the prefix list has its id. */
export function desired(
  spec: Spec,
  subject: Subject,
  zones: readonly string[],
  at: {readonly configBase: string; readonly prefixList: string},
): Documents {
  return renderDocuments(spec, {
    clusterName: subject.name,
    region: subject.region,
    zones,
    configBase: at.configBase,
    owner: subject.owner,
    apiAccess: spec.cluster.access.api.map((entry) => (entry === 'runner' ? at.prefixList : entry)),
    images,
  });
}

/** Against what was last applied (so that a key taken out counts), and what kops stored (so that drift does). */
function changesOf(documents: Documents, existing: Existing | undefined): Change[] {
  const wanted = [documents.cluster, ...documents.groups];
  if (existing === undefined) return differences([], wanted);
  const planned = differences(fromYaml(existing.index.applied), wanted);
  const known = new Set(planned.map(({where, field}) => `${where}\n${field}`));
  const drifted = existing.stored.length === 0 ? [] : unmet(wanted, existing.stored);
  const names = new Set(wanted.map(placeOf));
  // A group that a cancelled `up` stored, and that the spec has never had since.
  const strays = existing.stored
    .filter((document) => !names.has(placeOf(document)))
    .map((document) => ({
      where: placeOf(document),
      field: '',
      before: document.spec,
      after: undefined,
    }));
  const isKnown = ({where, field}: Change) =>
    known.has(`${where}\n`) || [...known].some((key) => `${where}\n${field}`.startsWith(key));
  return [...planned, ...[...drifted, ...strays].filter((change) => !isKnown(change))];
}

async function readExisting(
  cloud: Cloud,
  store: Store,
  subject: Subject,
): Promise<Existing | undefined> {
  if (!(await bucketExists(cloud, store))) return undefined;
  const index = await readIndex(cloud, store, subject.name);
  const stored = await readStored(cloud, store, subject.name);
  if (index === undefined && stored.length === 0) return undefined;
  if (index === undefined || index.owner !== subject.owner)
    throw new CloudError(
      'KS144',
      `the cluster ${subject.name} exists and ${index ? `belongs to ${index.repository}` : 'was not made by kops-spot'}`,
      {cure: 'Choose another name or scope. kops-spot never touches a cluster of another owner.'},
    );
  return {index, stored};
}

/** What kops has stored, read but never written behind its back. */
export async function readStored(
  cloud: Cloud,
  store: Store,
  clusterName: string,
): Promise<KopsDocument[]> {
  const config = await getText(cloud, store, `${clusterName}/config`);
  if (config === undefined) return [];
  const keys = await listKeys(cloud, store, `${clusterName}/instancegroup`);
  const groups = await Promise.all(keys.map((key) => getText(cloud, store, key)));
  return [config, ...groups].flatMap((text) => fromYaml(text ?? ''));
}

/** A live cluster keeps its zones; a new one gets the region's first, as AWS lists them now. */
async function zonesOf(
  host: Host,
  spec: Spec,
  cloud: Cloud | undefined,
  index: IndexObject | undefined,
): Promise<string[]> {
  if (index !== undefined) return [...index.zones];
  if (cloud !== undefined) return zonesFor(spec, await availableZones(cloud));
  const {zones, taken} = snapshot(spec.cluster.region);
  if (typeof spec.cluster.zones === 'number')
    host.log.say(`Zones of ${spec.cluster.region}: from a list of ${taken}.`);
  return zonesFor(spec, zones);
}
