/**
 * The spec as far as it is sound. What is wrong is left out, so that the checks between values can still look at
 * the rest; nobody gets such a draft but those checks.
 */

import {isMap} from '../render/merge.js';
import {type Draft, specSchema} from '../schema.js';
import {reportIssues} from './issues.js';
import type {Path} from './path.js';
import type {Tree} from './tree.js';

/** Undefined when the file is no map at all. */
export function draftOf(tree: Tree): Draft | undefined {
  const data = tree.value ?? {};
  if (!isMap(data)) {
    tree.report.value('KS103', [], 'the spec is no map. Write keys like cluster: and spotGroups:.');
    return undefined;
  }
  const first = specSchema.safeParse(data);
  if (first.success) return first.data;
  reportIssues(specSchema, first.error.issues, {...tree, value: data});
  const copy = structuredClone(data) as Record<string, unknown>;
  for (const path of tree.report.settled) leaveOut(copy, path);
  copy.cluster = {
    name: 'unnamed',
    region: 'us-east-1',
    ...(isMap(copy.cluster) ? copy.cluster : {}),
  };
  return specSchema.safeParse(copy).data;
}

/** Takes out what stands at a path; of a list, all. */
function leaveOut(data: Record<string, unknown>, path: Path): void {
  let at: unknown = data;
  for (const [i, key] of path.entries()) {
    if (!isMap(at)) return;
    const next = path[i + 1];
    if (next === undefined || typeof next === 'number') {
      // A list without one of its items would be another list.
      delete (at as Record<string, unknown>)[key];
      return;
    }
    at = at[key];
  }
}
