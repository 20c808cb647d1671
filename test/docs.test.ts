import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parse} from 'yaml';
import {codes} from '../src/errors.js';
import {commands} from '../src/inputs.js';
import {parseSpec} from '../src/spec/parse.js';
import {version} from '../src/version.js';

const root = join(import.meta.dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

test('docs/troubleshooting.md explains every code, in order, under its own sentence', () => {
  const sections = read('docs', 'troubleshooting.md').split(/^## /m).slice(1);
  const told = sections.map((section) => /^(KS\d+)\n\*\*(.*?)\.\*\*/s.exec(section)?.slice(1));
  expect(told.map((pair) => pair?.[0])).toEqual(Object.keys(codes));
  expect(Object.fromEntries(told as [string, string][])).toEqual(codes);
});

test('action.yml, inputs.ts and package.json agree', () => {
  const action = parse(read('action.yml'));
  const source = read('src', 'inputs.ts');
  for (const name of Object.keys(action.inputs)) expect(source).toContain(`'${name}'`);
  const outputs = read('src', 'outputs.ts');
  for (const name of Object.keys(action.outputs))
    expect(outputs).toMatch(new RegExp(`'?${name}'?:`));
  for (const command of commands) expect(action.inputs.command.description).toContain(command);
  expect(JSON.parse(read('package.json')).version).toBe(version);
});

test('the spec and the inputs of the README are accepted', () => {
  const [workflow = '', spec = ''] = [...read('README.md').matchAll(/```yaml\n(.*?)```/gs)].map(
    ([, block]) => block ?? '',
  );
  expect(parseSpec(spec, 'README.md', () => undefined).cluster.name).toBe('ci-small');
  const steps: {uses?: string; with?: object}[] = parse(workflow).jobs.cluster.steps;
  const ours = steps.find(({uses}) => uses?.startsWith('OWNER/kops-spot'));
  const {inputs} = parse(read('action.yml'));
  for (const name of Object.keys(ours?.with ?? {})) expect(inputs).toHaveProperty([name]);
});

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test('nothing that users run knows of the lab', () => {
  const files = [...sources('src'), ...sources('schema'), ...sources('dist')];
  const own = files.filter((file) => !file.endsWith('licenses.txt'));
  const lab = /\bkwok\b|\bmoto\b|kubelab|KOPS_SPOT_LAB|\blab\b(?!el)/;
  const telling = own.filter((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .some((line) => lab.test(line)),
  );
  expect(telling).toEqual([]);
});
