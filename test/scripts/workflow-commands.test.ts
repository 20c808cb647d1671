import {expect, test} from '@jest/globals';
import {parsePairs} from '../../scripts/lib/file-commands.ts';
import {runnerLog} from '../../scripts/lib/workflow-commands.ts';

test.each([
  ['plain', 'plain'],
  ['::group::Install', '▸ Install'],
  ['::endgroup::', undefined],
  ['::debug::x', undefined],
  ['::error::KS120 no', 'Error: KS120 no'],
  ['  ::warning title=KS1::50%25 of a%0Ab', 'Warning: 50% of a\nb'],
  ['::error file=a%3Ab.yaml,line=3,col=7,title=KS109::no name', 'Error: no name'],
  ['::notice file=x.yaml::seen', 'Notice: seen'],
  ['::unknown::x', '::unknown::x'],
  ['a ::error::x', 'a ::error::x'],
])('%s is shown as %s', (line, shown) => {
  expect(runnerLog().read(line)).toBe(shown);
});

test('masked values are hidden from then on, the longest first, and line by line', () => {
  const log = runnerLog();
  expect(log.read('s3cret')).toBe('s3cret');
  for (const secret of ['s3cret', 's3cret-long', 'one%0Atwo']) log.read(`::add-mask::${secret}`);
  expect(log.read('s3cret-long, s3cret, two')).toBe('***, ***, ***');
  expect(log.read('::error::has s3cret')).toBe('Error: has ***');
  expect(log.mask('token=s3cret')).toBe('token=***');
});

test('between stop-commands and its word nothing is a command', () => {
  const log = runnerLog();
  const lines = ['::stop-commands::w0rd', '::error::x', '::w0rd::', '::error::y'];
  expect(lines.map(log.read)).toEqual([undefined, '::error::x', undefined, 'Error: y']);
});

test('debug lines show when the runner is told so', () => {
  expect(runnerLog({debug: true}).read('::debug::x')).toBe('Debug: x');
});

test('a file command that is broken is an error, as on the runner', () => {
  expect(() => parsePairs('no sign')).toThrow("Invalid format 'no sign'");
  expect(() => parsePairs('a<<END\nb')).toThrow("Matching delimiter not found 'END'");
  expect(parsePairs('a<<E\n\nb\nE\nc=\n')).toEqual({a: '\nb', c: ''});
});
