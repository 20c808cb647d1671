import {expect, test} from '@jest/globals';
import {closest, distance} from '../../src/spec/parse/suggest.js';
import {specOf} from './files.js';

test('the smallest spec gets every default', () => {
  const spec = specOf(`cluster: {name: aa, region: us-east-1}
spotGroups: {w: {machineType: m5.large, minSize: 2}}`);
  expect(spec).toEqual({
    version: 1,
    cluster: {
      name: 'aa',
      region: 'us-east-1',
      zones: 3,
      kopsVersion: '1.36.0',
      kubernetesVersion: '1.36.1',
      ttl: 4 * 3_600_000,
      access: {api: ['runner'], ssh: []},
      cloudLabels: {},
      kops: {},
    },
    controlPlane: {count: 1, machineType: 't3.medium', spot: false, kops: {}},
    onDemandGroups: {},
    spotGroups: {
      w: {
        machineType: 'm5.large',
        minSize: 2,
        maxSize: 2,
        nodeLabels: {},
        taints: [],
        kops: {},
        spotAllocationStrategy: 'price-capacity-optimized',
        capacityRebalance: true,
      },
    },
    addons: {},
    checks: {validate: {timeout: 20 * 60_000, joinWithin: 10 * 60_000}},
    kops: [],
  });
});

test('joinWithin is half of the timeout, or what is written', () => {
  const validate = (text: string) =>
    specOf(`cluster: {name: aa, region: us-east-1}
spotGroups: {w: {machineType: m5.large}}
checks: {validate: ${text}}`).checks.validate;
  expect(validate('{timeout: 1h}')).toEqual({timeout: 3_600_000, joinWithin: 1_800_000});
  expect(validate('{joinWithin: 90s}')).toEqual({timeout: 1_200_000, joinWithin: 90_000});
});

test('null takes away inside of kops fields only', () => {
  const {cluster, kops} = specOf(`cluster: {name: aa, region: us-east-1, kops: {channel: ~}}
spotGroups: {w: {machineType: m5.large}}
kops: [{kind: Cluster, spec: {iam: ~}}]`);
  expect(cluster.kops).toEqual({channel: null});
  expect(kops[0]?.spec).toEqual({iam: null});
});

test.each([
  ['maxsize', ['minSize', 'maxSize'], 'maxSize'],
  ['instanceType', ['machineType', 'instanceTypes'], 'instanceTypes'],
  ['sptoGroups', ['spotGroups', 'onDemandGroups'], 'spotGroups'],
  ['region', ['name', 'zones'], undefined],
])('%s of %j is %s', (word, candidates, meant) => {
  expect(closest(word, candidates)).toBe(meant);
});

test('a distance is zero for the same word only, and the same both ways', () => {
  expect(distance('kitten', 'sitting')).toBe(3);
  expect(distance('ab', 'ba')).toBe(1);
  expect(distance('', 'abc')).toBe(3);
  for (const [a, b] of [
    ['zones', 'zone'],
    ['taints', 'stain'],
  ] as const)
    expect(distance(a, b)).toBe(distance(b, a));
});
