import {expect, test} from '@jest/globals';
import type {KopsDocument} from '../../src/kops/documents.js';
import {renderDocuments} from '../../src/spec/render.js';
import {goldenNames, goldenSpec, specOf} from './files.js';
import {placeOf} from './places.js';

const head = 'cluster: {name: aa, region: us-east-1}\n';

function rendered(text: string) {
  const spec = specOf(text);
  return renderDocuments(spec, placeOf(spec));
}

function group(documents: {readonly groups: readonly KopsDocument[]}, name: string) {
  const found = documents.groups.find(({metadata}) => metadata.name === name);
  if (found === undefined) throw new Error(`no group ${name}`);
  return found;
}

test.each(goldenNames())('%s: nothing floats, everything is owned', (name) => {
  const spec = goldenSpec(name);
  const place = placeOf(spec);
  const {cluster, groups} = renderDocuments(spec, place);
  expect(cluster.metadata.name).toBe(place.clusterName);
  expect(cluster.spec).toMatchObject({
    channel: 'none',
    configBase: place.configBase,
    kubernetesVersion: spec.cluster.kubernetesVersion,
    kubernetesApiAccess: place.apiAccess,
    cloudLabels: {'kops-spot/owner': '42', 'kops-spot/cluster': place.clusterName},
  });
  expect(JSON.stringify(cluster.spec.clusterAutoscaler ?? {})).not.toContain('image');
  for (const {metadata, spec} of groups) {
    expect(metadata.labels?.['kops.k8s.io/cluster']).toBe(place.clusterName);
    expect(spec.image).toEqual(expect.any(String));
  }
  expect(new Set(groups.map(({metadata}) => metadata.name)).size).toBe(groups.length);
});

test.each(goldenNames())('%s: etcd has one member for each control-plane group', (name) => {
  const spec = goldenSpec(name);
  const {cluster, groups} = renderDocuments(spec, placeOf(spec));
  const controlPlane = groups.filter(({spec}) => spec.role === 'Master');
  const etcd = cluster.spec.etcdClusters as {etcdMembers: {instanceGroup: string}[]}[];
  for (const {etcdMembers} of etcd)
    expect(etcdMembers.map(({instanceGroup}) => instanceGroup)).toEqual(
      controlPlane.map(({metadata}) => metadata.name),
    );
});

test('the tutorial’s two On-Demand nodes over three zones are groups of 1, 1 and 0', () => {
  const {groups} = rendered(`${head}onDemandGroups: {nodes: {machineType: t3.large, minSize: 2}}`);
  const nodes = groups.filter(({spec}) => spec.role === 'Node');
  expect(nodes.map(({metadata, spec}) => [metadata.name, spec.minSize, spec.maxSize])).toEqual([
    ['nodes-us-east-1a', 1, 1],
    ['nodes-us-east-1b', 1, 1],
    ['nodes-us-east-1c', 0, 0],
  ]);
});

test('a Spot group with one machineType is Spot all the same', () => {
  const documents = rendered(`${head}spotGroups: {w: {machineType: m5.large}}`);
  expect(group(documents, 'w').spec.mixedInstancesPolicy).toEqual({
    instances: ['m5.large'],
    onDemandBase: 0,
    onDemandAboveBase: 0,
    spotAllocationStrategy: 'price-capacity-optimized',
  });
});

test('the load balancer stands only where a control-plane node does', () => {
  const subnets = (count: number) => {
    const text = `${head}controlPlane: {count: ${count}}\nspotGroups: {w: {machineType: m5.large}}`;
    const {api} = rendered(text).cluster.spec as {api: {loadBalancer: {subnets: {name: string}[]}}};
    return api.loadBalancer.subnets.map(({name}) => name);
  };
  expect(subnets(1)).toEqual(['us-east-1a']);
  expect(subnets(3)).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
});

test.each([
  ['nothing', '', {enabled: true, enableSQSTerminationDraining: true}],
  ['true', 'true', {enabled: true, enableSQSTerminationDraining: true}],
  ['false', 'false', {enabled: false}],
  ['enabled: false', '{enabled: false, cpuRequest: 1}', {enabled: false}],
  [
    'fields',
    '{cpuRequest: 200m}',
    {enabled: true, enableSQSTerminationDraining: true, cpuRequest: '200m'},
  ],
])('the termination handler by %s', (_title, value, wanted) => {
  const addons = value === '' ? '' : `addons: {nodeTerminationHandler: ${value}}`;
  const {spec} = rendered(`${head}spotGroups: {w: {machineType: m5.large}}\n${addons}`).cluster;
  expect(spec.nodeTerminationHandler).toEqual(wanted);
});

test.each([
  ['{metricsServer: true}', {metricsServer: {enabled: true, insecure: true}}],
  [
    '{metricsServer: true, certManager: true}',
    {metricsServer: {enabled: true, insecure: false}, certManager: {enabled: true}},
  ],
  ['{metricsServer: true, certManager: false}', {metricsServer: {enabled: true, insecure: true}}],
  ['{clusterAutoscaler: true}', {clusterAutoscaler: {enabled: true, expander: 'least-waste'}}],
  [
    '{clusterAutoscaler: {enabled: true, expander: random}}',
    {clusterAutoscaler: {enabled: true, expander: 'random'}},
  ],
  ['{certManager: {enabled: false}}', {}],
])('addons %s', (value, wanted) => {
  const {spec} = rendered(
    `${head}spotGroups: {w: {machineType: m5.large, minSize: 2}}\naddons: ${value}`,
  ).cluster;
  const {metricsServer, certManager, clusterAutoscaler} = spec;
  const given = Object.entries({metricsServer, certManager, clusterAutoscaler});
  expect(Object.fromEntries(given.filter(([, fields]) => fields !== undefined))).toEqual(wanted);
});

test('the image follows the types, wherever they are written', () => {
  const text = `${head}controlPlane: {machineType: t4g.medium}
spotGroups:
  amd: {instanceTypes: [m5.large]}
  arm: {machineType: m5.large, kops: {machineType: m7g.large, mixedInstancesPolicy: {instances: [m7g.large]}}}
kops: [{kind: InstanceGroup, metadata: {name: raw}, spec: {role: Node, machineType: c7gn.large}}]`;
  const documents = rendered(text);
  const images = documents.groups.map(({metadata, spec}) => [metadata.name, spec.image]);
  expect(images).toEqual([
    ['control-plane-us-east-1a', 'owner/image-arm64-20260218'],
    ['amd', 'owner/image-amd64-20260218'],
    ['arm', 'owner/image-arm64-20260218'],
    ['raw', 'owner/image-arm64-20260218'],
  ]);
});

test('a live cluster keeps its zones, so a group cannot ask for another', () => {
  const spec = specOf(`cluster: {name: aa, region: us-east-1, zones: [us-east-1a, us-east-1b]}
spotGroups: {w: {machineType: m5.large, zones: [us-east-1b]}}`);
  expect(() => renderDocuments(spec, placeOf(spec, {zones: ['us-east-1a']}))).toThrow(
    'spotGroups.w.zones: aa-abc123.k8s.local has no us-east-1b',
  );
});
