/** `kops:` at the top: whole documents, in place or in files of their own. */

import {posix} from 'node:path';
import type {Problem} from '../../errors.js';
import {rawDocument} from '../schema/document.js';
import type {RawDocument} from '../schema.js';
import {reportIssues} from './issues.js';
import {type Path, shown, valueAt} from './path.js';
import {readTrees, type Tree} from './tree.js';

export interface Found {
  readonly document: RawDocument;
  readonly tree: Tree;
  /** Where in the tree the document begins. */
  readonly base: Path;
}

export type ReadFile = (path: string) => string | undefined;

export function findDocuments(
  spec: Tree,
  file: string,
  readFile: ReadFile,
  problems: Problem[],
): Found[] {
  const entries = valueAt(spec.value, ['kops']);
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown, i) => {
    const base = ['kops', i];
    if (typeof entry !== 'string') return asFound(spec, base);
    const path = posix.normalize(posix.join(posix.dirname(file), entry));
    const text = leavesRepository(entry, path, file) ? undefined : readFile(path);
    if (text !== undefined) return readDocuments(text, path, problems);
    const reason = leavesRepository(entry, path, file)
      ? `${shown(entry)} is outside of the repository. Write a path below it.`
      : `there is no file ${path}. Paths start at the folder of ${file}.`;
    spec.report.value('KS111', base, reason);
    return [];
  });
}

/** Whoever writes the spec of a pull request must not reach the runner's other files. */
function leavesRepository(entry: string, path: string, file: string): boolean {
  return posix.isAbsolute(entry) || (path.startsWith('..') && !file.startsWith('..'));
}

/** A file without documents is most likely a wrong one. */
function readDocuments(text: string, path: string, problems: Problem[]): Found[] {
  const before = problems.length;
  const nulls = {allowed: () => true, cure: () => ''};
  const trees = readTrees(text, path, problems, nulls).filter(
    ({value}) => (value ?? null) !== null,
  );
  if (trees.length === 0 && problems.length === before) {
    const message = 'the file has no kops documents. Write some, or take its path out of the spec.';
    problems.push({code: 'KS111', message, at: {file: path, line: 1, col: 1}});
  }
  return trees.flatMap((tree) => asFound(tree, []));
}

function asFound(tree: Tree, base: Path): Found[] {
  const data = valueAt(tree.value, base);
  if (data === undefined) return []; // refused before
  const parsed = rawDocument.safeParse(data);
  if (!parsed.success) {
    reportIssues(rawDocument, parsed.error.issues, tree, base, 'KS111');
    return [];
  }
  const {kind, metadata, spec} = parsed.data;
  const {labels, annotations} = metadata;
  return [{document: {kind, name: metadata.name ?? '', labels, annotations, spec}, tree, base}];
}
