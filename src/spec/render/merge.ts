/** How kops fields of the user's go over ours, and the order in which they are written. */

import type {KopsFields} from '../schema.js';

export function isMap(value: unknown): value is KopsFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Maps merge, lists and single values replace, null takes a field away (JSON merge patch, RFC 7396). */
export function merge(base: KopsFields, over: KopsFields): KopsFields {
  const result: Record<string, unknown> = {...base};
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete result[key];
    else if (isMap(value)) result[key] = merge(isMap(result[key]) ? result[key] : {}, value);
    else result[key] = value;
  }
  return result;
}

export function mergeAll(base: KopsFields, overs: readonly KopsFields[]): KopsFields {
  return overs.reduce(merge, base);
}

/** Keys by alphabet at every depth, as `kops get -o yaml` prints them. */
export function sortKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sortKeys) as T;
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as T;
}
