import {expect, test} from '@jest/globals';
import {architectureOf} from '../../../src/spec/render/architecture.js';
import {etcdClusters} from '../../../src/spec/render/etcd.js';
import {split} from '../../../src/spec/render/groups.js';
import {subnetsOf} from '../../../src/spec/render/subnets.js';

test.each([
  ['m6g.large', 'arm64'],
  ['t4g.medium', 'arm64'],
  ['c7gn.xlarge', 'arm64'],
  ['r8gd.large', 'arm64'],
  ['x2gd.large', 'arm64'],
  ['im4gn.large', 'arm64'],
  ['is4gen.large', 'arm64'],
  ['g5g.xlarge', 'arm64'],
  ['hpc7g.4xlarge', 'arm64'],
  ['a1.large', 'arm64'],
  ['m5.large', 'amd64'],
  ['g4dn.xlarge', 'amd64'],
  ['g6.xlarge', 'amd64'],
  ['gr6.4xlarge', 'amd64'],
  ['m7i-flex.large', 'amd64'],
  ['r7iz.large', 'amd64'],
  ['u7i-12tb.224xlarge', 'amd64'],
])('%s is %s', (type, architecture) => {
  expect(architectureOf(type)).toBe(architecture);
});

test('the shares of a group add up, are even, and are never below zero', () => {
  expect(split(2, 3)).toEqual([1, 1, 0]);
  for (let total = 0; total <= 40; total++)
    for (let parts = 1; parts <= 6; parts++) {
      const shares = split(total, parts);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      expect(shares).toEqual([...shares].sort((a, b) => b - a));
    }
});

test('a smaller size never has a larger share, so minSize stays below maxSize in every zone', () => {
  for (let max = 0; max <= 20; max++)
    for (let min = 0; min <= max; min++)
      for (const [i, share] of split(min, 3).entries())
        expect(share).toBeLessThanOrEqual(split(max, 3)[i] ?? -1);
});

// As `kops create cluster --dry-run` of 1.36.0 printed for 1, 2, 3 and 5 zones.
test.each([
  [['a'], ['172.20.0.0/16']],
  [
    ['b', 'a'],
    ['172.20.0.0/17', '172.20.128.0/17'],
  ],
  [
    ['a', 'b', 'c'],
    ['172.20.0.0/18', '172.20.64.0/18', '172.20.128.0/18'],
  ],
  [
    ['a', 'b', 'c', 'd', 'e'],
    ['172.20.0.0/19', '172.20.32.0/19', '172.20.64.0/19', '172.20.96.0/19', '172.20.128.0/19'],
  ],
])('zones %j get the ranges that kops deals out', (zones, ranges) => {
  const subnets = subnetsOf(zones);
  expect(subnets.map(({cidr}) => cidr)).toEqual(ranges);
  expect(subnets.map(({zone}) => zone)).toEqual([...zones].sort());
});

test.each([
  [['control-plane-us-east-1b'], ['b']],
  [
    ['control-plane-us-east-1a', 'control-plane-us-east-1b'],
    ['a', 'b'],
  ],
  [
    ['control-plane-us-east-1a-1', 'control-plane-us-east-1b-1', 'control-plane-us-east-1a-2'],
    ['a-1', 'b-1', 'a-2'],
  ],
  [
    ['control-plane-us-east-1a-1', 'control-plane-us-east-1a-2'],
    ['etcd-1', 'etcd-2'],
  ],
  [
    ['x', 'xy'],
    ['x', 'xy'],
  ],
])('etcd members of %j', (groups, members) => {
  const [main, events] = etcdClusters(groups);
  expect(main).toMatchObject({name: 'main', cpuRequest: '200m'});
  expect(events).toMatchObject({name: 'events', cpuRequest: '100m'});
  const of = (cluster: unknown) =>
    (cluster as {etcdMembers: {name: string; instanceGroup: string}[]}).etcdMembers;
  expect(of(main).map(({name}) => name)).toEqual(members);
  expect(of(events).map(({instanceGroup}) => instanceGroup)).toEqual(groups);
});
