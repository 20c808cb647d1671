import {expect, test} from '@jest/globals';
import {
  needsNoRollingUpdate,
  needsNoUpdate,
  outline,
  parseLogLine,
  reasons,
  rebalanceOnly,
  taskCount,
  validationFailures,
} from '../../src/kops/answers.js';

test('the last of the documents that validate printed counts', () => {
  const first = '{"failures":[{"type":"Node","name":"i-1","message":"not ready"}]}';
  expect(validationFailures(first)).toEqual([{type: 'Node', name: 'i-1', message: 'not ready'}]);
  expect(validationFailures(`${first}{"nodes":[]}`)).toEqual([]);
  expect(validationFailures(`${first}\n{"nodes":[]}\n`)).toEqual([]);
  expect(validationFailures('{}')).toEqual([]);
  expect(validationFailures('')).toBeUndefined();
  expect(validationFailures('Validating cluster x\n')).toBeUndefined();
});

test('the verdicts of update and rolling-update', () => {
  expect(taskCount('Tasks: 0 done / 159 total\nTasks: 159 done / 159 total; 0 can run')).toBe(159);
  expect(taskCount('nothing')).toBeUndefined();
  expect(needsNoUpdate('No changes need to be applied\n')).toBe(true);
  expect(needsNoUpdate('Will modify resources:')).toBe(false);
  expect(needsNoRollingUpdate('\nNo rolling-update required.\n')).toBe(true);
});

test('a change that kops announces for ever is told from a real one', () => {
  const group = (name: string) =>
    `  AutoscalingGroup/${name}\n  \tCapacityRebalance   \t <nil> -> true\n\n`;
  const head = 'Will modify resources:\n';
  const tail = 'Must specify --yes to apply changes\n';
  expect(rebalanceOnly(head + group('a.ci') + group('b.ci') + tail)).toEqual(['a.ci', 'b.ci']);
  const subnet = '  Subnet/us-east-1a.ci\n  \tResourceBasedNaming \t false -> true\n\n';
  expect(rebalanceOnly(head + group('a.ci') + subnet + tail)).toBeUndefined();
  expect(rebalanceOnly('Will create resources:\n  VPC/ci\n')).toBeUndefined();
  expect(rebalanceOnly(head + group('a.ci').replace('true', 'false') + tail)).toBeUndefined();
  expect(rebalanceOnly('No changes need to be applied\n')).toBeUndefined();
});

test('a preview is shown without its values', () => {
  const preview =
    'Will modify resources:\n  LaunchTemplate/w.ci\n  \tUserData            \n  \t                    \t- TOKEN=hunter2\n  \tInstanceType \t m5 -> m6\n\nMust specify --yes\n';
  expect(outline(preview)).toEqual(['LaunchTemplate/w.ci', '  UserData', '  InstanceType']);
});

test('klog lines lose their head and keep their level', () => {
  expect(
    parseLogLine('W1123 12:00:00.123456   77 executor.go:141] error running task "X"'),
  ).toEqual({
    level: 'warning',
    text: 'error running task "X"',
  });
  expect(parseLogLine('Error: it broke')).toEqual({level: 'error', text: 'Error: it broke'});
  expect(parseLogLine('plain')).toEqual({level: 'info', text: 'plain'});
});

test('why kops failed: its Error first, then the last different warnings', () => {
  const output = [
    'I1123 12:00:00.1 77 a.go:1] fine',
    'W1123 12:00:00.1 77 a.go:1] task A: throttled',
    'W1123 12:00:01.1 77 a.go:1] task B: denied',
    'W1123 12:00:02.1 77 a.go:1] task B: denied',
    'Error: did not make progress',
  ].join('\n');
  expect(reasons(output)).toEqual([
    'Error: did not make progress',
    'task B: denied',
    'task A: throttled',
  ]);
});
