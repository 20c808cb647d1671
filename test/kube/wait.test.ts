import {expect, test} from '@jest/globals';
import type {Missing, Seen, Wanted} from '../../src/kube/judge.js';
import {waitUntilReady} from '../../src/kube/wait.js';
import {fakeHost} from '../fakes/host.js';

const wanted: Wanted[] = [
  {group: 'workers', controlPlane: false, minSize: 1, lifecycle: 'spot', labels: {}},
];
const patience = {timeout: 600_000, joinWithin: 300_000};
const pod: Missing = {group: 'kops', why: 'pod "coredns" is pending', final: false};

/** A cluster whose only instance joins at `joins` and is ready for kops at `done`, in milliseconds. */
function cluster(joins: number, done = joins, group = {desired: 1}) {
  const host = fakeHost();
  const start = host.now();
  const age = () => host.now() - start;
  const scaling = {
    name: 'w',
    group: 'workers',
    capacityRebalance: true,
  };
  const eyes = {
    look: async (): Promise<Omit<Seen, 'answersSince'>> => ({
      now: host.now(),
      groups: [{...scaling, ...group}],
      machines: [
        {
          id: 'i-1',
          group: 'workers',
          type: 'm5.large',
          zone: 'us-east-1a',
          lifecycle: 'spot',
          state: 'running',
          launched: start,
        },
      ],
      nodes:
        age() < 10_000
          ? undefined
          : age() < joins
            ? []
            : [{name: 'i-1', instanceId: 'i-1', ready: true, reason: '', labels: {}, created: 0}],
      failures: [],
    }),
    askKops: async () => (age() < done ? [pod] : []),
    readConsole: async (id: string) => [`${id}: nodeup failed`],
    note: () => {},
  };
  return {host, eyes, age};
}

test('ready is noticed within a second of being true', async () => {
  const {host, eyes, age} = cluster(60_200, 75_100);
  const judgement = await waitUntilReady(host, wanted, eyes, patience);
  expect(judgement).toMatchObject({ready: 1, wanted: 1, missing: []});
  expect(age()).toBeLessThan(76_100);
});

test('what changes is said at once, what stays every half minute', async () => {
  const {host, eyes} = cluster(60_000, 75_000);
  await waitUntilReady(host, wanted, eyes, patience);
  expect(host.transcript.filter((line) => line.includes('waiting'))).toEqual([
    '  | 0:00  the API does not answer yet · 0/1 nodes ready, waiting for 1 groups:',
    '  | 0:10  the API answers · 0/1 nodes ready, waiting for 1 groups:',
    '  | 0:40  the API answers · 0/1 nodes ready, waiting for 1 groups:',
    '  | 1:00  the API answers · 1/1 nodes ready, waiting for what kops names:',
  ]);
  expect(host.transcript).toContain('  |       kops: pod "coredns" is pending');
});

test('an instance that never joins ends it long before the timeout, with its console', async () => {
  const {host, eyes, age} = cluster(Number.POSITIVE_INFINITY);
  const waiting = waitUntilReady(host, wanted, eyes, {timeout: 600_000, joinWithin: 120_000});
  await expect(waiting).rejects.toMatchObject({
    code: 'KS161',
    message: 'the cluster cannot become ready: workers: i-1 running for 2 m 11 s, has not joined',
  });
  expect(age()).toBeLessThan(132_000);
  expect(host.transcript.slice(-2)).toEqual([
    'The console of i-1 ends so:',
    '  | i-1: nodeup failed',
  ]);
});

test('when the time is up, what is missing is named', async () => {
  const {host, eyes} = cluster(20_000, Number.POSITIVE_INFINITY);
  const waiting = waitUntilReady(host, wanted, eyes, {timeout: 60_000, joinWithin: 30_000});
  await expect(waiting).rejects.toMatchObject({
    code: 'KS160',
    message: 'not ready after 1:00: kops: pod "coredns" is pending',
  });
});

test('a cancelled run stops waiting', async () => {
  const {host, eyes} = cluster(Number.POSITIVE_INFINITY);
  host.cancel();
  await expect(waitUntilReady(host, wanted, eyes, patience)).rejects.toMatchObject({code: 'KS180'});
});
