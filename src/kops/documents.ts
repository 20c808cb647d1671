/** kops documents as plain data: what differs between two sets of them, and what one set demands of another. */

import {isDeepStrictEqual} from 'node:util';
import {parseAllDocuments, stringify} from 'yaml';

export interface KopsDocument {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {readonly name: string; readonly labels?: Readonly<Record<string, string>>};
  readonly spec: Readonly<Record<string, unknown>>;
}

export interface Documents {
  readonly cluster: KopsDocument;
  readonly groups: readonly KopsDocument[];
}

/** One difference, as a reader of a plan wants it: which group, which field, from what to what. */
export interface Change {
  /** `cluster`, or the name of an instance group. */
  readonly where: string;
  /** A path like `spec.maxSize`; empty when the whole document comes or goes. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

export function allDocuments({cluster, groups}: Documents): readonly KopsDocument[] {
  return [cluster, ...groups];
}

export function toYaml(documents: Documents): string {
  return allDocuments(documents)
    .map((document) => stringify(document, {lineWidth: 0, aliasDuplicateObjects: false}))
    .join('---\n');
}

export function fromYaml(text: string): KopsDocument[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => document.toJS() as KopsDocument).filter(Boolean);
}

export function placeOf(document: KopsDocument): string {
  return document.kind === 'Cluster' ? 'cluster' : document.metadata.name;
}

interface Policy {
  readonly instances?: readonly unknown[];
  readonly onDemandBase?: number;
  readonly onDemandAboveBase?: number;
}

export function policyOf(spec: KopsDocument['spec']): Policy | undefined {
  return spec.mixedInstancesPolicy as Policy | undefined;
}

export type Lifecycle = 'spot' | 'on-demand' | 'mixed';

/**
 * What a group's instances are to be. A mixed-instances policy without `onDemandAboveBase` is On-Demand: that is
 * AWS' default. `maxPrice` alone makes a group Spot (kops, docs/instance_groups.md).
 */
export function lifecycleOf(spec: KopsDocument['spec']): Lifecycle {
  const policy = policyOf(spec);
  if (policy === undefined) return spec.maxPrice === undefined ? 'on-demand' : 'spot';
  const {onDemandBase = 0, onDemandAboveBase = 100} = policy;
  if (onDemandAboveBase === 100) return 'on-demand';
  return onDemandBase === 0 && onDemandAboveBase === 0 ? 'spot' : 'mixed';
}

/** All that differs, documents that come or go as one change each. */
export function differences(
  before: readonly KopsDocument[],
  after: readonly KopsDocument[],
): Change[] {
  const old = new Map(before.map((document) => [placeOf(document), document]));
  const fresh = new Map(after.map((document) => [placeOf(document), document]));
  const changes: Change[] = [];
  for (const [where, document] of fresh) {
    const was = old.get(where);
    if (was === undefined)
      changes.push({where, field: '', before: undefined, after: document.spec});
    else changes.push(...fieldChanges(where, 'spec', was.spec, document.spec));
  }
  for (const [where, document] of old)
    if (!fresh.has(where))
      changes.push({where, field: '', before: document.spec, after: undefined});
  return changes;
}

function fieldChanges(where: string, field: string, before: unknown, after: unknown): Change[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isMap(before) || !isMap(after)) return [{where, field, before, after}];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) =>
    fieldChanges(where, `${field}.${key}`, before[key], after[key]),
  );
}

/** The fields of the demanded documents that kops stored otherwise or not at all; what kops adds is its own. */
export function unmet(
  demanded: readonly KopsDocument[],
  stored: readonly KopsDocument[],
): Change[] {
  const found = new Map(stored.map((document) => [placeOf(document), document]));
  return demanded.flatMap((document) => {
    const where = placeOf(document);
    return unmetFields(where, 'spec', document.spec, found.get(where)?.spec);
  });
}

function unmetFields(where: string, field: string, demanded: unknown, stored: unknown): Change[] {
  if (isEmpty(demanded) && isEmpty(stored)) return [];
  if (isMap(demanded) && isMap(stored))
    return Object.entries(demanded).flatMap(([key, value]) =>
      unmetFields(where, `${field}.${key}`, value, stored[key]),
    );
  if (Array.isArray(demanded) && Array.isArray(stored) && demanded.length === stored.length)
    return demanded.flatMap((value, i) => unmetFields(where, `${field}[${i}]`, value, stored[i]));
  // kops writes quantities and numbers in strings where its types say so.
  if (isDeepStrictEqual(demanded, stored) || String(demanded) === String(stored)) return [];
  return [{where, field, before: stored, after: demanded}];
}

/** kops leaves out what is empty. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.values(value).every(isEmpty);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fields that users keep secrets in. */
const secretive =
  /secret|password|token|credential|userdata|content|privatekey|dockerconfig|webhook|\benv\b|^value$/i;

/** A value of a change for a reader: short, on one line, never of a field that may hold a secret. */
export function shown(change: Change, value: unknown): string {
  if (value === undefined) return '';
  if (secretive.test(change.field)) return '(not shown)';
  const hidden = JSON.stringify(value, (key, inner) =>
    secretive.test(key) ? '(not shown)' : inner,
  );
  const text = typeof value === 'string' ? value : hidden;
  return text.length > 100 ? `${text.slice(0, 97)}…` : text;
}
