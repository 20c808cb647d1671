/** The files of the golden specs, from the root of the project. */

import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {SpecError} from '../../src/errors.js';
import {parseSpec} from '../../src/spec/parse.js';
import type {Spec} from '../../src/spec/schema.js';

const root = join(import.meta.dirname, '../../..');

export const golden = 'test/golden/specs';

export function read(path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

export function rooted(path: string): string {
  return join(root, path);
}

/** The golden specs that render; tutorial and ci-small are the examples themselves. */
export function goldenNames(): string[] {
  return readdirSync(rooted(golden)).filter((name) => name !== 'ten-mistakes');
}

export function goldenSpec(name: string): Spec {
  const own = `${golden}/${name}/kops-spot.yaml`;
  const file = read(own) === undefined ? `examples/${name}/kops-spot.yaml` : own;
  return parseSpec(read(file) ?? '', file, read);
}

/** A spec from its text alone. */
export function specOf(text: string, files: Readonly<Record<string, string>> = {}): Spec {
  return parseSpec(text, 'kops-spot.yaml', (path) => files[path]);
}

/** The problems of a text as a log shows them; empty when there are none. */
export function problemsOf(text: string, files: Readonly<Record<string, string>> = {}): string[] {
  return told(() => specOf(text, files));
}

export function told(parse: () => Spec): string[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems.map(
      ({code, message, at}) => `${at.file}:${at.line}:${at.col} ${code} ${message}`,
    );
  }
}
