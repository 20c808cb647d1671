/** YAML text as trees of plain data, or what keeps it from being read at all. */

import {type Document, LineCounter, parseAllDocuments} from 'yaml';
import type {Position, Problem} from '../../errors.js';
import {grow, type NullRule} from './grow.js';
import type {Path} from './path.js';
import {openReport, type Report} from './report.js';

export interface Tree {
  /** Plain data, without what the report holds against it. */
  readonly value: unknown;
  /** A scalar as it is written: `1.30`, where the value is 1.3. */
  readonly source: (path: Path) => string | undefined;
  readonly report: Report;
}

/** 256 KiB: far above any spec, far below what would keep a parser busy. */
const mostBytes = 256 * 1024;

const tooDeep = 'the values are nested too deep.';

/** One tree a YAML document. Empty when the text is too large or no YAML; `problems` then says why. */
export function readTrees(
  text: string,
  file: string,
  problems: Problem[],
  nulls: NullRule,
): readonly Tree[] {
  const top: Position = {file, line: 1, col: 1};
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes) {
    const message = `the file has ${bytes} bytes. Keep it at ${mostBytes} or less.`;
    problems.push({code: 'KS108', message, at: top});
    return [];
  }
  const lines = new LineCounter();
  const at = (offset: number): Position => ({file, ...lines.linePos(offset)});
  const documents = compose(text, lines);
  if (documents === undefined) {
    problems.push({code: 'KS102', message: tooDeep, at: top});
    return [];
  }
  const errors = documents.flatMap((document) => document.errors);
  const told = new Set<number>();
  for (const {code, message, pos} of errors) {
    // A tag that YAML cannot resolve is told where the tree meets it; what opens at one place is told once.
    if (code === 'TAG_RESOLVE_FAILED' || told.has(pos[0])) continue;
    told.add(pos[0]);
    const reason = code === 'RESOURCE_EXHAUSTION' ? tooDeep : `not valid YAML: ${message}.`;
    problems.push({code: 'KS102', message: reason, at: at(pos[0])});
  }
  if (told.size > 0) return [];
  return documents.map((document) => treeOf(document, at, problems, nulls));
}

function compose(text: string, lineCounter: LineCounter): Document.Parsed[] | undefined {
  const options = {
    lineCounter,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  } as const;
  try {
    return [...parseAllDocuments(text, {...options, version: '1.2', merge: false})];
  } catch (error) {
    if (error instanceof RangeError) return undefined; // the stack of the parser, which calls itself
    throw error;
  }
}

function treeOf(
  document: Document.Parsed,
  at: (offset: number) => Position,
  problems: Problem[],
  nulls: NullRule,
): Tree {
  const keys = new Map<string, Position>();
  const values = new Map<string, Position>();
  const sources = new Map<string, string>();
  const start = at(document.contents?.range?.[0] ?? 0);
  const nearest = (found: ReadonlyMap<string, Position>, path: Path): Position => {
    for (let n = path.length; n > 0; n--) {
      const name = nameOf(path.slice(0, n));
      // What is missing is told at the key that it is missing from.
      const place = n === path.length ? found.get(name) : undefined;
      const above = place ?? keys.get(name) ?? values.get(name);
      if (above !== undefined) return above;
    }
    return start;
  };
  const report = openReport(problems, {
    key: (path) => nearest(keys, path),
    value: (path) => nearest(values, path),
  });
  const value = grow(document, report, nulls, {
    at,
    key: (path, position) => keys.set(nameOf(path), position),
    value: (path, position, source) => {
      values.set(nameOf(path), position);
      if (source !== undefined) sources.set(nameOf(path), source);
    },
  });
  return {value, report, source: (path) => sources.get(nameOf(path))};
}

function nameOf(path: Path): string {
  return JSON.stringify(path);
}
