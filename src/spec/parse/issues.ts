/** What zod holds against plain data, in the user's words. */

import type * as z from 'zod';
import type {Code} from '../../errors.js';
import {unknownKey} from './keys.js';
import {type Path, shown, valueAt} from './path.js';
import type {Tree} from './tree.js';
import {notFull} from './versions.js';

type Issue = z.core.$ZodIssue;

/**
 * @param base where in the tree the checked value stands
 * @param code of a value with the wrong type or form
 */
export function reportIssues(
  schema: z.ZodType,
  issues: readonly Issue[],
  tree: Tree,
  base: Path = [],
  code: Code = 'KS103',
): void {
  const flat = issues.flatMap((issue) => leaves(issue, valueAt(tree.value, base)));
  // Unknown keys first: one that was mistyped explains why another is missing.
  for (const {issue, path} of flat)
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) reportUnknown(schema, tree, base, path, key);
  for (const {issue, path} of flat)
    if (issue.code !== 'unrecognized_keys') reportValue(issue, tree, [...base, ...path], code);
}

interface Leaf {
  readonly issue: Issue;
  readonly path: Path;
}

/** An issue of a union is the issues of the branch that the value was meant for. */
function leaves(issue: Issue, data: unknown, above: Path = []): Leaf[] {
  const path = [...above, ...issue.path.filter((part) => typeof part !== 'symbol')];
  if (issue.code !== 'invalid_union') return [{issue, path}];
  const meant = issue.errors.find((branch) => !branch.some(isOtherType));
  return meant?.flatMap((inner) => leaves(inner, data, path)) ?? [{issue, path}];
}

function isOtherType({code, path}: Issue): boolean {
  return (code === 'invalid_type' || code === 'invalid_value') && path.length === 0;
}

function reportUnknown(
  schema: z.ZodType,
  {report}: Tree,
  base: Path,
  path: Path,
  key: string,
): void {
  const map = [...base, ...path];
  const place = [...map, key];
  if (report.known(place)) return;
  const {message, meant} = unknownKey(schema, path, key);
  report.other('KS112', map, message, report.places.key(place));
  for (const settled of [key, ...meant]) report.settle([...map, settled]);
}

function reportValue(issue: Issue, tree: Tree, path: Path, code: Code): void {
  const {report} = tree;
  const key = path.at(-1) ?? '';
  const value = valueAt(tree.value, path);
  if (issue.code === 'invalid_key') {
    const wanted = issue.issues[0]?.message ?? 'a key.';
    report.key('KS103', path, `${shown(key)} is not ${wanted}`);
  } else if (value === undefined) {
    report.key('KS109', path, `missing. It must be ${wantedOf(issue)}`);
  } else if (key === 'kopsVersion' || key === 'kubernetesVersion') {
    report.value('KS104', path, notFull(key, tree.source(path) ?? shown(value)));
  } else {
    const list = typeof value === 'string' && wantedOf(issue) === kinds.array;
    const cure = list ? ` Write [${value}].` : '';
    report.value(code, path, `${shown(value)} is not ${wantedOf(issue)}${cure}`);
  }
}

const kinds: Readonly<Record<string, string>> = {
  object: 'a map.',
  record: 'a map.',
  array: 'a list.',
  boolean: 'true or false.',
  string: 'a string. Put it in quotes.',
};

/** The schema's own words where it has some. */
function wantedOf(issue: Issue): string {
  const kind = issue.code === 'invalid_type' ? kinds[issue.expected] : undefined;
  return kind !== undefined && issue.message.startsWith('Invalid input') ? kind : issue.message;
}
