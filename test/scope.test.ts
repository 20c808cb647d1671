import {expect, test} from '@jest/globals';
import type {Run} from '../src/inputs.js';
import {clusterName, scopeOf} from '../src/scope.js';

const run: Run = {
  repositoryId: '4711',
  repository: 'acme/app',
  runId: '99',
  job: 'e2e',
  matrix: 'null',
  tracking: '',
  pullRequest: 42,
  workspace: '/w',
  temp: '/t',
};
const name = (of: string, scope: string, more: Partial<Run> = {}) =>
  clusterName(of, 'us-east-1', scopeOf(scope, {...run, ...more}), {...run, ...more});

test.each([
  ['job', /^spot-kops-cluster-[0-9a-f]{6}\.k8s\.local$/],
  ['run', /^spot-kops-cluster-run-[0-9a-f]{6}\.k8s\.local$/],
  ['pull-request', /^spot-kops-cluster-pr42-[0-9a-f]{6}\.k8s\.local$/],
  ['nightly', /^spot-kops-cluster-night-[0-9a-f]{6}\.k8s\.local$/],
])('scope %s names the cluster', (scope, pattern) => {
  expect(name('spot-kops-cluster', scope)).toMatch(pattern);
});

test('no name is longer than the 40 characters that kops looks queues and rules up by', () => {
  for (const length of [2, 10, 17, 20])
    for (const scope of ['job', 'run', 'pull-request', 'a-word-of-20-letters'])
      expect(name('x'.repeat(length), scope).length).toBeLessThanOrEqual(40);
});

test('a scope that is cut does not end in a dash', () => {
  expect(name('x'.repeat(18), 'abc-d')).toMatch(/^x{18}-abc-[0-9a-f]{6}\.k8s\.local$/);
});

test('legs of a matrix, runs, jobs and repositories have clusters of their own; pushes of a pull request share one', () => {
  const job = name('ci', 'job');
  expect(name('ci', 'job')).toBe(job);
  for (const more of [
    {matrix: '{"a":1}'},
    {runId: '100'},
    {job: 'other'},
    {tracking: 'github_1'},
    {repositoryId: '1'},
  ])
    expect(name('ci', 'job', more)).not.toBe(job);
  expect(name('ci', 'pull-request', {runId: '100'})).toBe(name('ci', 'pull-request'));
  const elsewhere = clusterName('ci', 'eu-west-1', scopeOf('job', run), run);
  expect(elsewhere).not.toBe(job);
});

test('scope pull-request needs a pull request', () => {
  expect(() => scopeOf('pull-request', {...run, pullRequest: undefined})).toThrow(
    /not of a pull request/,
  );
});
