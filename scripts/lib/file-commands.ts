/** The files through which a step talks to the runner: outputs, state, variables, path and summary. */

import {randomUUID} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const names = [
  'GITHUB_OUTPUT',
  'GITHUB_STATE',
  'GITHUB_ENV',
  'GITHUB_PATH',
  'GITHUB_STEP_SUMMARY',
] as const;
export type FileCommands = Readonly<Record<(typeof names)[number], string>>;

/** What a step wrote into its files. */
export interface Written {
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  readonly summary: string;
}

/** Makes the five files, empty: the toolkit refuses to write to one that is not there. */
export function createFiles(temp: string): FileCommands {
  const folder = join(temp, '_runner_file_commands');
  mkdirSync(folder, {recursive: true});
  const entries = names.map((name) => {
    const file = join(folder, `${name.toLowerCase()}_${randomUUID()}`);
    writeFileSync(file, '');
    return [name, file];
  });
  return Object.fromEntries(entries);
}

export function readFiles(files: FileCommands): Written {
  const text = (name: keyof FileCommands) => readFileSync(files[name], 'utf8');
  return {
    outputs: parsePairs(text('GITHUB_OUTPUT')),
    state: parsePairs(text('GITHUB_STATE')),
    env: exported(parsePairs(text('GITHUB_ENV'))),
    path: text('GITHUB_PATH').split(/\r?\n/).filter(Boolean),
    summary: text('GITHUB_STEP_SUMMARY'),
  };
}

/** `name=value`, or `name<<DELIMITER`, lines, `DELIMITER` (actions/runner, FileCommandManager.cs). */
export function parsePairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue;
    const [, name, sign, rest = ''] = /^(.+?)(=|<<)(.*)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`Invalid format '${line}'`);
    if (sign === '=') {
      pairs[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest);
    if (end === -1) throw new Error(`Invalid value. Matching delimiter not found '${rest}'`);
    pairs[name] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n');
  }
  return pairs;
}

/** A step cannot change what the runner itself sets, nor NODE_OPTIONS. */
function exported(env: Readonly<Record<string, string>>): Record<string, string> {
  if ('NODE_OPTIONS' in env)
    throw new Error("Can't store NODE_OPTIONS output parameter using GITHUB_ENV");
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(GITHUB|RUNNER)_/.test(name)),
  );
}
