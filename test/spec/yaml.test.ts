import {expect, test} from '@jest/globals';
import {problemsOf} from './files.js';

const cluster = 'cluster: {name: aa, region: us-east-1}\n';
const groups = 'spotGroups: {w: {instanceTypes: [m5.large]}}\n';

/** A text, and all that is told of it. */
type Row = readonly [title: string, text: string, ...problems: string[]];

const rows: Row[] = [
  [
    'an empty file',
    '',
    '1:1 KS109 the file is empty. Write cluster: with name and region, and a group of nodes.',
  ],
  ['a list', '[]', '1:1 KS103 the spec is no map. Write keys like cluster: and spotGroups:.'],
  [
    'a comment only',
    '# nothing\n',
    '1:1 KS109 the file is empty. Write cluster: with name and region, and a group of nodes.',
  ],
  [
    'no cluster',
    groups,
    '1:1 KS109 cluster: missing. It must be a map with the name and the region of the cluster.',
  ],
  [
    'broken YAML',
    'cluster: [\n',
    '2:1 KS102 not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
  ],
  [
    'two documents',
    `${cluster}${groups}---\na: 1\n`,
    '4:1 KS102 the file has several YAML documents. Keep one; kops documents go under kops:.',
  ],
  [
    'an anchor, an alias, a merge key',
    `${cluster}spotGroups:\n  a: &a {instanceTypes: [m5.large]}\n  b: *a\n  c:\n    <<: {machineType: m5.large}\n    machineType: m5.large\n`,
    '3:9 KS107 spotGroups.a: the anchor &a is not accepted. Write the value out at each place.',
    '4:6 KS107 spotGroups.b: the alias *a is not accepted. Write the value out.',
    '6:5 KS107 spotGroups.c: the merge key << is not accepted. Write the values out.',
  ],
  [
    'tags',
    `cluster: {name: !!str aa, region: !custom us-east-1}\n${groups}`,
    '1:23 KS107 cluster.name: the tag !!str is not accepted. Take it out.',
    '1:43 KS107 cluster.region: the tag !custom is not accepted. Take it out.',
  ],
  [
    'a directive',
    `%YAML 1.1\n---\n${cluster}${groups}addons: {certManager: maybe}\n`,
    '3:1 KS107 a %YAML directive is not accepted. Take it out.',
    '5:23 KS103 addons.certManager: "maybe" is not true, false or a map of kops’ fields.',
  ],
  [
    'keys that are no strings',
    `${cluster}${groups}5: a\n[a]: b\n__proto__: {x: 1}\n`,
    '3:1 KS103 5 is no string, so no key. Write "5", in quotes.',
    '4:1 KS103 a list or a map is no string, so no key.',
    '5:1 KS103 the key __proto__ is not accepted.',
  ],
  [
    'a key twice',
    `cluster: {name: aa, region: us-east-1, name: bb}\n${groups}`,
    '1:40 KS106 cluster.name: is written twice. Keep one of the two.',
  ],
  [
    'keys without a value',
    `${cluster}${groups}addons:\n  certManager:\nchecks: ~\n`,
    '4:3 KS105 addons.certManager: has no value. Write true, or take the key out.',
    '5:1 KS105 checks: has no value. Write a value, or take the key out.',
  ],
];

test.each(rows)('%s', (_title, text, ...problems) => {
  expect(problemsOf(text)).toEqual(problems.map((problem) => `kops-spot.yaml:${problem}`));
});

test('a file over 256 KiB is not read', () => {
  expect(problemsOf(`# ${'x'.repeat(256 * 1024)}`)).toEqual([
    'kops-spot.yaml:1:1 KS108 the file has 262146 bytes. Keep it at 262144 or less.',
  ]);
});

test('values nested too deep are an error, not a crash', () => {
  expect(problemsOf(`kops: ${'['.repeat(100_000)}`)).toContainEqual(
    expect.stringMatching(/KS102 the values are nested too deep.$/),
  );
  const deep = `${'{a: '.repeat(80)}1${'}'.repeat(80)}`;
  expect(problemsOf(`${cluster}${groups}kops: [{kind: Cluster, spec: ${deep}}]`)).toEqual([
    expect.stringMatching(/^kops-spot.yaml:3:\d+ KS107 kops\[0\].spec.a.a.*: is nested too deep.$/),
  ]);
});

test('what a message quotes stays on one line and short', () => {
  const [problem = ''] = problemsOf(`${cluster}${groups}"a\\n::error::${'b'.repeat(500)}": 1\n`);
  expect(problem).toMatch(/^kops-spot.yaml:3:1 KS112 unknown key "a\\n::error::b+…/);
  expect(problem.length).toBeLessThan(250);
});

test('beyond a hundred problems the rest is counted', () => {
  const keys = Array.from({length: 150}, (_, i) => `key${i}: 1\n`).join('');
  const problems = problemsOf(cluster + groups + keys);
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)).toMatch(
    /^kops-spot.yaml:103:1 KS112 unknown key "key100"\..* And 49 more\.$/,
  );
});
