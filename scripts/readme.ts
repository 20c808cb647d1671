/** Writes the tables of inputs and outputs of action.yml into README.md; with `--check` only compares. */

import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse} from 'yaml';

interface Action {
  readonly inputs: Readonly<
    Record<string, {readonly description: string; readonly default?: string}>
  >;
  readonly outputs: Readonly<Record<string, {readonly description: string}>>;
}

const root = join(import.meta.dirname, '..');
const file = join(root, 'README.md');
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;

const oneLine = (text: string) => text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');

const tables: Readonly<Record<string, string>> = {
  inputs: [
    '| input | default | |',
    '| --- | --- | --- |',
    ...Object.entries(action.inputs)
      .filter(([, input]) => !input.description.startsWith('Not for you'))
      .map(([name, input]) => {
        const standard = input.default === undefined ? '' : `\`${input.default}\``;
        return `| \`${name}\` | ${standard} | ${oneLine(input.description)} |`;
      }),
  ].join('\n'),
  outputs: [
    '| output | |',
    '| --- | --- |',
    ...Object.entries(action.outputs).map(
      ([name, output]) => `| \`${name}\` | ${oneLine(output.description)} |`,
    ),
  ].join('\n'),
};

function between(text: string, name: string, table: string): string {
  const [from, to] = [`<!-- ${name}: generated from action.yml -->`, `<!-- /${name} -->`];
  const start = text.indexOf(from);
  const end = text.indexOf(to);
  if (start === -1 || end < start) throw new Error(`README.md has no place for ${name}`);
  return `${text.slice(0, start + from.length)}\n${table}\n${text.slice(end)}`;
}

const now = readFileSync(file, 'utf8');
const wanted = Object.entries(tables).reduce(
  (text, [name, table]) => between(text, name, table),
  now,
);

if (!process.argv.includes('--check')) writeFileSync(file, wanted);
else if (now !== wanted) {
  console.error('README.md does not show the inputs and outputs of action.yml. Run npm run docs.');
  process.exit(1);
}
