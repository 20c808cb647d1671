/** The user's file as a Spec, or all that is wrong in it, each at its place. */

import {type Problem, SpecError} from '../errors.js';
import {checkCluster} from './parse/check-cluster.js';
import {checkGroups} from './parse/check-groups.js';
import {checkDocuments, checkKopsFields} from './parse/check-kops.js';
import {type Found, findDocuments, type ReadFile} from './parse/documents.js';
import {draftOf} from './parse/draft.js';
import {takesBoolean} from './parse/keys.js';
import type {Path} from './parse/path.js';
import {readTrees, type Tree} from './parse/tree.js';
import {isControlPlane} from './render/control-plane.js';
import {controlPlane} from './schema/cluster.js';
import {type Draft, type Spec, specSchema} from './schema.js';

/**
 * @param file the spec's path as messages name it, from the workspace
 * @param readFile the text of another file, by its path from the workspace; undefined when there is none
 * @throws SpecError with every problem of every file, by file and place
 */
export function parseSpec(text: string, file: string, readFile: ReadFile): Spec {
  const problems: Problem[] = [];
  const [tree, second] = readTrees(text, file, problems, {allowed: inKops, cure: cureOfNull});
  if (second !== undefined)
    problems.push({
      code: 'KS102',
      message: 'the file has several YAML documents. Keep one; kops documents go under kops:.',
      at: second.report.places.value([]),
    });
  if (tree === undefined && problems.length === 0)
    problems.push({
      code: 'KS109',
      message: 'the file is empty. Write cluster: with name and region, and a group of nodes.',
      at: {file, line: 1, col: 1},
    });
  const spec = tree && read(tree, file, readFile, problems);
  const [first, ...others] = few(sorted(problems, file));
  if (first !== undefined) throw new SpecError([first, ...others]);
  if (spec === undefined) throw new Error(`${file} gave neither a spec nor a problem`);
  return spec;
}

function read(tree: Tree, file: string, readFile: ReadFile, problems: Problem[]): Spec | undefined {
  const found = findDocuments(tree, file, readFile, problems);
  const draft = draftOf(tree);
  if (draft === undefined) return undefined;
  checkCluster(draft, tree.report);
  checkGroups(draft, tree.report);
  checkKopsFields(draft, tree.report);
  checkDocuments(draft, found, tree.report);
  checkAnyGroup(draft, found, tree);
  return finished(draft, found);
}

/** Where kops' own fields begin, null takes a field away. */
function inKops(path: Path): boolean {
  return path.slice(0, -1).includes('kops');
}

function cureOfNull(path: Path): string {
  return takesBoolean(specSchema, path)
    ? 'Write true, or take the key out.'
    : 'Write a value, or take the key out.';
}

function checkAnyGroup(draft: Draft, found: readonly Found[], {report}: Tree): void {
  const named = Object.keys({...draft.onDemandGroups, ...draft.spotGroups}).length > 0;
  const raw = found.some(({document}) => document.spec.role === 'Node');
  if (named || raw) return;
  if (!['onDemandGroups', 'spotGroups', 'kops'].every((key) => report.sound([key]))) return;
  const example = 'Write spotGroups: {workers: {instanceTypes: [m5.large, m5a.large]}}.';
  report.key(
    'KS109',
    ['spotGroups'],
    `missing. A cluster needs at least one group of nodes. ${example}`,
  );
}

/** A control plane among the documents replaces the one that a spec without `controlPlane` gets. */
function finished(draft: Draft, found: readonly Found[]): Spec {
  const kops = found.map(({document}) => document);
  const own = kops.some(({spec}) => isControlPlane(spec));
  return {
    ...draft,
    cluster: {...draft.cluster, zones: draft.cluster.zones ?? 3},
    controlPlane: draft.controlPlane ?? (own ? undefined : controlPlane.parse({})),
    kops,
  };
}

/** More than anybody writes by hand; a log of ten thousand lines helps nobody. */
const most = 100;

function few(problems: readonly Problem[]): Problem[] {
  const rest = problems.length - most;
  const next = problems[most];
  if (next === undefined) return [...problems];
  return [...problems.slice(0, most), {...next, message: `${next.message} And ${rest - 1} more.`}];
}

/** The spec first, then the files that it names, each from top to bottom. */
function sorted(problems: readonly Problem[], file: string): Problem[] {
  const files = new Set([file, ...problems.map(({at}) => at.file)]);
  const rank = new Map([...files].map((name, i) => [name, i]));
  return [...problems].sort(
    (a, b) =>
      (rank.get(a.at.file) ?? 0) - (rank.get(b.at.file) ?? 0) ||
      a.at.line - b.at.line ||
      a.at.col - b.at.col,
  );
}
