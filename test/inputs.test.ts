import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, expect, test} from '@jest/globals';
import {readRequest} from '../src/inputs.js';

const given = new Set<string>();

/** Inputs as the runner hands them over: INPUT_*, upper-cased, dashes kept. */
function inputs(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    const variable = `INPUT_${name.toUpperCase()}`;
    process.env[variable] = value;
    given.add(variable);
  }
}

afterEach(() => {
  for (const variable of given) delete process.env[variable];
  given.clear();
});

test('without inputs it is `up` of kops-spot.yaml for this job', () => {
  expect(readRequest({})).toMatchObject({
    command: 'up',
    specFile: 'kops-spot.yaml',
    scope: 'job',
    cluster: undefined,
    role: undefined,
    ttl: undefined,
    rollingUpdate: 'auto',
    pins: [],
  });
});

test('inputs and the runner’s variables are read once and checked', () => {
  const event = join(mkdtempSync(join(tmpdir(), 'kops-spot-inputs-')), 'event.json');
  writeFileSync(event, JSON.stringify({pull_request: {number: 42}}));
  inputs({
    command: 'down',
    scope: 'pull-request',
    cluster: 'ci-pr42-9c31f0.k8s.local',
    'role-to-assume': 'arn:aws:iam::123456789012:role/ci/kops-spot',
    ttl: '1h30m',
    'rolling-update': 'never',
  });
  const env = {GITHUB_EVENT_PATH: event, GITHUB_RUN_ID: '7', GITHUB_REPOSITORY_ID: '4711'};
  expect(readRequest(env)).toMatchObject({
    command: 'down',
    cluster: 'ci-pr42-9c31f0.k8s.local',
    role: 'arn:aws:iam::123456789012:role/ci/kops-spot',
    ttl: 5_400_000,
    rollingUpdate: 'never',
    run: {pullRequest: 42, runId: '7', repositoryId: '4711'},
  });
});

test.each([
  [
    {command: 'destroy'},
    'command: "destroy" is none of up, install, plan, connect, validate, down',
  ],
  [{scope: 'PR 1'}, 'scope: "PR 1" cannot be part of a cluster\'s name'],
  [{cluster: 'x; rm -rf /', command: 'down'}, 'is not the name of a cluster'],
  [{cluster: 'ci.k8s.local'}, 'cluster: up names its cluster itself, from the spec'],
  [{'role-to-assume': 'kops-spot'}, 'is not the ARN of an IAM role'],
  [{ttl: '90'}, 'ttl: "90" is not a time like 90m or 4h'],
  [{ttl: '0m'}, 'is not a time'],
  [{'rolling-update': 'yes'}, 'rolling-update: "yes" is none of auto, never'],
])('%j is refused before anything else', (values, message) => {
  inputs(values as Record<string, string>);
  expect(() => readRequest({})).toThrow(message);
});
