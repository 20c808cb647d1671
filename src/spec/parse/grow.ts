/**
 * YAML nodes as plain data. Stricter than YAML: what hides a value from the reader of a diff (anchors, tags,
 * merge keys, keys written twice, keys without a value) is refused, and left out of the data.
 */

import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type YAMLMap,
} from 'yaml';
import type {Position} from '../../errors.js';
import {type Path, shown} from './path.js';
import type {Report} from './report.js';

/** Told about each key and value, before the report may ask where it is. */
export interface Recorder {
  readonly at: (offset: number) => Position;
  readonly key: (path: Path, at: Position) => void;
  readonly value: (path: Path, at: Position, source: string | undefined) => void;
}

export interface NullRule {
  /** Where an empty value means something. */
  readonly allowed: (path: Path) => boolean;
  /** What to write instead, as a sentence. */
  readonly cure: (path: Path) => string;
}

/** Far deeper than any kops field. */
const deepest = 64;

export function grow(
  document: Document.Parsed,
  report: Report,
  nulls: NullRule,
  record: Recorder,
): unknown {
  const walk = (node: unknown, path: Path): unknown => {
    if (!isNode(node)) return undefined;
    const source = isScalar(node) ? node.source : undefined;
    if (path.length > 0) record.value(path, record.at(startOf(node)), source);
    const reason = refusal(node, path);
    if (reason !== undefined) report.value('KS107', path, reason);
    if (reason !== undefined) return undefined;
    if (isMap(node)) return mapOf(node, path);
    if (isSeq(node)) return node.items.map((item, i) => walk(item, [...path, i]));
    if (!isScalar(node)) return undefined;
    if (node.value !== null || path.length === 0 || nulls.allowed(path)) return node.value;
    report.key('KS105', path, `has no value. ${nulls.cure(path)}`);
    return undefined;
  };
  const mapOf = (map: YAMLMap, path: Path): Record<string, unknown> => {
    const result: Record<string, unknown> = {};
    const seen = new Set<string>();
    for (const {key, value} of map.items) {
      const at = record.at(startOf(key));
      const name = nameOf(key);
      if (typeof name !== 'string') {
        report.other(name.code, path, name.message, at);
      } else if (seen.has(name)) {
        const first = 'is written twice. Keep one of the two.';
        report.other('KS106', [...path, name], first, at);
      } else {
        seen.add(name);
        record.key([...path, name], at);
        const inner = walk(value, [...path, name]);
        if (inner !== undefined) result[name] = inner;
      }
    }
    return result;
  };
  if (document.directives?.yaml.explicit === true) {
    const message = 'a %YAML directive is not accepted. Take it out.';
    report.other('KS107', [], message, report.places.value([]));
  }
  return walk(document.contents, []);
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function refusal(node: Node, path: Path): string | undefined {
  if (isAlias(node)) return `the alias *${node.source} is not accepted. Write the value out.`;
  if (node.anchor !== undefined)
    return `the anchor &${node.anchor} is not accepted. Write the value out at each place.`;
  if (node.tag !== undefined)
    return `the tag ${node.tag.replace('tag:yaml.org,2002:', '!!')} is not accepted. Take it out.`;
  return path.length > deepest ? 'is nested too deep.' : undefined;
}

/** The key's text, or why it is none. */
function nameOf(key: unknown): string | {code: 'KS103' | 'KS107'; message: string} {
  if (isNode(key)) {
    const reason = refusal(key, []);
    if (reason !== undefined) return {code: 'KS107', message: reason};
  }
  const value = isScalar(key) ? key.value : key;
  if (value === '<<')
    return {code: 'KS107', message: 'the merge key << is not accepted. Write the values out.'};
  if (typeof value === 'string' && value !== '__proto__') return value;
  const written = isScalar(key) ? (key.source ?? '') : undefined;
  const quoted = written === undefined ? '' : ` Write ${shown(written)}, in quotes.`;
  if (value === '__proto__') return {code: 'KS103', message: 'the key __proto__ is not accepted.'};
  return {
    code: 'KS103',
    message: `${written ?? 'a list or a map'} is no string, so no key.${quoted}`,
  };
}
