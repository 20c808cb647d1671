import {expect, test} from '@jest/globals';
import {openKops} from '../../src/kops/kops.js';
import {fakeHost} from '../fakes/host.js';

const target = {cluster: 'ci.k8s.local', state: 's3://b'};
const credentials = async () => ({AWS_ACCESS_KEY_ID: 'k', AWS_REGION: 'us-east-1'});

test('kops gets its state store and fresh credentials in its environment', async () => {
  const seen: unknown[] = [];
  const host = fakeHost((_, call) => {
    seen.push(call.env);
    return 'out';
  });
  const kops = openKops(host, target, '/tools/kops', credentials);
  expect((await kops.must(['get', 'cluster'])).stdout).toBe('out');
  expect(host.transcript).toEqual(['$ /tools/kops get cluster']);
  expect(seen).toEqual([
    {AWS_ACCESS_KEY_ID: 'k', AWS_REGION: 'us-east-1', KOPS_STATE_STORE: 's3://b'},
  ]);
});

test('its log is shown without heads and noise; its warnings are kept', async () => {
  const stderr = [
    'I1123 12:00:00.1 77 executor.go:113] Tasks: 159 done / 159 total; 0 can run',
    'W1123 12:00:00.1 77 x.go:1] failed to digest image "a"',
    'W1123 12:00:00.1 77 x.go:1] an image is deprecated',
    'W1123 12:00:01.1 77 x.go:1] an image is deprecated',
  ].join('\n');
  const host = fakeHost(() => ({stderr}));
  const kops = openKops(host, target, 'kops', credentials);
  await kops.must(['update', 'cluster'], {show: true});
  expect(host.transcript.slice(1)).toEqual([
    '  | Tasks: 159 done / 159 total; 0 can run',
    '  | warning: an image is deprecated',
    '  | warning: an image is deprecated',
  ]);
  expect(kops.warnings()).toEqual(['an image is deprecated']);
});

test('a failure says what kops said, with the warnings before it as its cause', async () => {
  const stderr = 'W1123 12:00:00.1 77 x.go:1] task A: denied\nError: no progress\n';
  const host = fakeHost(() => ({code: 1, stderr}));
  const failing = openKops(host, target, 'kops', credentials).must(['update', 'cluster']);
  await expect(failing).rejects.toMatchObject({
    code: 'KS150',
    message: 'kops update cluster exited with 1: Error: no progress',
    cause: {message: 'task A: denied'},
  });
});

test('after a cancellation the failure is the cancellation', async () => {
  const host = fakeHost(() => ({code: null}));
  host.cancel();
  const ended = openKops(host, target, 'kops', credentials).must(['update', 'cluster']);
  await expect(ended).rejects.toMatchObject({code: 'KS180'});
});
