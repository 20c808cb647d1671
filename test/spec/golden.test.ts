import {writeFileSync} from 'node:fs';
import {expect, test} from '@jest/globals';
import {toYaml} from '../../src/kops/documents.js';
import {parseSpec} from '../../src/spec/parse.js';
import {renderDocuments} from '../../src/spec/render.js';
import {golden, goldenNames, goldenSpec, read, rooted, told} from './files.js';
import {placeOf} from './places.js';

/** `UPDATE_GOLDEN=1` writes what is rendered now; review it as text. */
function expectGolden(path: string, text: string): void {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(rooted(path), text);
  expect(text).toBe(read(path));
}

test.each(goldenNames())('%s renders as reviewed', (name) => {
  const spec = goldenSpec(name);
  expectGolden(`${golden}/${name}/documents.yaml`, toYaml(renderDocuments(spec, placeOf(spec))));
});

test('rendering twice gives the same text', () => {
  const spec = goldenSpec('everything');
  const again = toYaml(renderDocuments(goldenSpec('everything'), placeOf(spec)));
  expect(again).toBe(toYaml(renderDocuments(spec, placeOf(spec))));
});

test('ten mistakes are ten problems, each at its place', () => {
  const file = `${golden}/ten-mistakes/kops-spot.yaml`;
  const problems = told(() => parseSpec(read(file) ?? '', file, read));
  expect(problems).toHaveLength(10);
  expectGolden(`${golden}/ten-mistakes/problems.txt`, `${problems.join('\n')}\n`);
});
