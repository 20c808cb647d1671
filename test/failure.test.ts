import {expect, test} from '@jest/globals';
import {CloudError, causesOf, LeakError, messageOf, SpecError, ToolError} from '../src/errors.js';
import {outcomeOf} from '../src/failure.js';

test('the output `result` tells kinds of failure apart', () => {
  expect(outcomeOf(new LeakError('KS170', 'x'))).toBe('leaked');
  expect(outcomeOf(new CloudError('KS144', 'x'))).toBe('refused');
  expect(outcomeOf(new CloudError('KS142', 'x'))).toBe('failure');
  expect(outcomeOf(new Error('x'))).toBe('failure');
});

test('causes are told outermost first, and a circle of them ends', () => {
  const inner = new Error('inner');
  const outer = new ToolError('KS150', 'outer', {cause: new Error('middle', {cause: inner})});
  inner.cause = outer;
  expect(causesOf(outer)).toEqual(['middle', 'inner']);
  expect(causesOf(new Error('alone'))).toEqual([]);
  expect(messageOf(new Error('two\n  lines'))).toBe('two · lines');
});

test('a spec with problems is told as their number and file', () => {
  const at = {file: 'kops-spot.yaml', line: 3, col: 1};
  const problem = {code: 'KS112', message: 'unknown key', at} as const;
  expect(new SpecError([problem]).message).toBe('1 error in kops-spot.yaml');
  expect(new SpecError([problem, problem]).message).toBe('2 errors in kops-spot.yaml');
});
