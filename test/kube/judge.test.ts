import {expect, test} from '@jest/globals';
import type {Machine, ScalingGroup} from '../../src/aws/groups.js';
import {type Judgement, judge, type Seen, type Wanted} from '../../src/kube/judge.js';
import type {KubeNode} from '../../src/kube/nodes.js';

const now = Date.UTC(2026, 10, 23, 12);
const minute = 60_000;
const labels = {'kops.k8s.io/lifecycle': 'Ec2Spot'};
const spot: Wanted = {group: 'spot', controlPlane: false, minSize: 1, lifecycle: 'spot', labels};
const scaling: ScalingGroup = {
  group: 'spot',
  name: 'spot.ci.k8s.local',
  desired: 2,
  capacityRebalance: true,
};

function machine(id: string, more: Partial<Machine> = {}): Machine {
  const launched = now - minute;
  const zone = 'us-east-1a';
  const given = {id, group: 'spot', type: 'm5.large', zone, state: 'running', launched};
  return {...given, lifecycle: 'spot', ...more};
}

function node(instanceId: string, more: Partial<KubeNode> = {}): KubeNode {
  return {name: instanceId, instanceId, ready: true, reason: '', labels, created: now, ...more};
}

function judged(more: Partial<Seen>, joinWithin = 10 * minute): Judgement {
  const machines = [machine('i-1'), machine('i-2')];
  const nodes = [node('i-1'), node('i-2')];
  const answersSince = now - 5 * minute;
  const seen = {now, groups: [scaling], machines, nodes, answersSince, failures: [], ...more};
  return judge([spot], seen, joinWithin);
}

const whys = (judgement: Judgement) => judgement.missing.map(({why}) => why);

test('all launched, joined, ready, labelled and of the right lifecycle: nothing is missing', () => {
  const judgement = judged({});
  expect(judgement).toMatchObject({wanted: 2, ready: 2, missing: []});
});

test('what is not there yet is named, and is worth waiting for', () => {
  expect(whys(judged({groups: [], machines: [], nodes: []}))).toEqual([
    'it has no Auto Scaling group yet',
  ]);
  expect(whys(judged({machines: [machine('i-1')]}))).toEqual(['1 of 2 instances launched']);
  const young = judged({nodes: [node('i-1')]});
  expect(whys(young)).toEqual(['i-2 running for 1 m 00 s, has not joined']);
  expect(young.missing[0]?.final).toBe(false);
  expect(
    whys(judged({nodes: [node('i-1'), node('i-2', {ready: false, reason: 'no CNI'})]})),
  ).toEqual(['i-2 not ready: no CNI']);
  expect(whys(judged({nodes: [node('i-1'), node('i-2', {labels: {}})]}))).toEqual([
    'i-2 lacks the label kops.k8s.io/lifecycle=Ec2Spot',
  ]);
});

test('an instance that runs too long without joining will not join', () => {
  const judgement = judged({nodes: [node('i-1')]}, 30_000);
  expect(judgement.missing).toMatchObject([{group: 'spot', instance: 'i-2', final: true}]);
});

test('an instance of the wrong lifecycle does not change it', () => {
  const judgement = judged({machines: [machine('i-1'), machine('i-2', {lifecycle: 'on-demand'})]});
  expect(judgement.missing).toMatchObject([{why: 'i-2 is on-demand', final: true}]);
});

test('AWS is quoted when it does not launch; want of capacity passes, a quota does not', () => {
  const failure = (message: string) => ({group: 'spot', at: now, message});
  const capacity = failure('InsufficientInstanceCapacity: no m5.large in us-east-1a');
  const quota = failure('VcpuLimitExceeded: you have requested more vCPU than your limit');
  const one = [machine('i-1')];
  expect(judged({machines: one, failures: [capacity, capacity]}).missing).toMatchObject([
    {why: `1 of 2 instances launched: ${capacity.message}`, final: false},
  ]);
  expect(judged({machines: one, failures: [quota]}).missing[0]?.final).toBe(false);
  expect(judged({machines: one, failures: [quota, quota]}).missing[0]?.final).toBe(true);
});

test('while the API is silent the control plane boots', () => {
  const control: Wanted = {
    ...spot,
    group: 'control-plane',
    controlPlane: true,
    lifecycle: 'on-demand',
  };
  const machines = [machine('i-9', {group: 'control-plane', lifecycle: 'on-demand'})];
  const groups = [{...scaling, group: 'control-plane', desired: 1}];
  const judgement = judge(
    [control],
    {now, groups, machines, nodes: undefined, answersSince: undefined, failures: []},
    1_000,
  );
  expect(whys(judgement)).toEqual(['i-9 running for 1 m 00 s, boots']);
});

test('a silent API or a young one says nothing of those who have not joined', () => {
  const silent = judged({nodes: undefined, answersSince: now - 20 * minute}, 30_000);
  expect(silent.missing.map(({final}) => final)).toEqual([false, false]);
  const young = judged({nodes: [], answersSince: now - 10_000}, 30_000);
  expect(young.missing.map(({final}) => final)).toEqual([false, false]);
});

test('a group of both lifecycles takes either', () => {
  const machines = [machine('i-1'), machine('i-2', {lifecycle: 'on-demand'})];
  const nodes = [node('i-1'), node('i-2')];
  const seen = {now, groups: [scaling], machines, nodes, answersSince: now, failures: []};
  expect(judge([{...spot, lifecycle: 'mixed'}], seen, minute).missing).toEqual([]);
});
