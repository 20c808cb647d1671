import {expect, test} from '@jest/globals';
import {
  differences,
  fromYaml,
  type KopsDocument,
  lifecycleOf,
  shown,
  toYaml,
  unmet,
} from '../../src/kops/documents.js';

function group(name: string, spec: Record<string, unknown>): KopsDocument {
  return {apiVersion: 'kops.k8s.io/v1alpha2', kind: 'InstanceGroup', metadata: {name}, spec};
}

const cluster: KopsDocument = {
  apiVersion: 'kops.k8s.io/v1alpha2',
  kind: 'Cluster',
  metadata: {name: 'ci.k8s.local'},
  spec: {kubernetesVersion: '1.36.1'},
};

test('documents survive their YAML', () => {
  const documents = {cluster, groups: [group('nodes', {minSize: 1})]};
  expect(fromYaml(toYaml(documents))).toEqual([cluster, group('nodes', {minSize: 1})]);
  expect(fromYaml('')).toEqual([]);
});

test('a diff names group, field, before and after', () => {
  const before = [cluster, group('nodes', {maxSize: 2, nodeLabels: {a: '1'}}), group('old', {})];
  const after = [
    cluster,
    group('nodes', {maxSize: 5, nodeLabels: {a: '1', b: '2'}}),
    group('new', {}),
  ];
  expect(differences(before, after)).toEqual([
    {where: 'nodes', field: 'spec.maxSize', before: 2, after: 5},
    {where: 'nodes', field: 'spec.nodeLabels.b', before: undefined, after: '2'},
    {where: 'new', field: '', before: undefined, after: {}},
    {where: 'old', field: '', before: {}, after: undefined},
  ]);
  expect(differences(before, before)).toEqual([]);
});

test('what kops adds is its own; what it stored otherwise is told', () => {
  const demanded = [group('nodes', {maxSize: 5, taints: ['a', 'b'], empty: {}, cpu: 2})];
  const stored = [group('nodes', {maxSize: 4, taints: ['a', 'b'], image: 'x', cpu: '2'})];
  expect(unmet(demanded, stored)).toEqual([
    {where: 'nodes', field: 'spec.maxSize', before: 4, after: 5},
  ]);
  expect(unmet(demanded, [])).toHaveLength(1);
});

test('a diff never shows what may be a secret', () => {
  const field = (name: string) => ({where: 'nodes', field: `spec.${name}`, before: 0, after: 0});
  expect(shown(field('additionalUserData'), 'x')).toBe('(not shown)');
  expect(shown(field('fileAssets'), [{name: 'a', content: 'hunter2'}])).toBe(
    '[{"name":"a","content":"(not shown)"}]',
  );
  expect(shown(field('kubeAPIServer.env'), [{name: 'A', value: 'hunter2'}])).toBe('(not shown)');
  expect(shown(field('nodeTerminationHandler.webhookURL'), 'x')).toBe('(not shown)');
  expect(shown(field('kubelet'), {env: [{name: 'A', value: 'x'}]})).toBe('{"env":"(not shown)"}');
  expect(shown(field('maxSize'), 5)).toBe('5');
  expect(shown(field('x'), 'y'.repeat(200))).toHaveLength(98);
});

test.each([
  [{mixedInstancesPolicy: {onDemandBase: 0, onDemandAboveBase: 0}}, 'spot'],
  [{mixedInstancesPolicy: {onDemandAboveBase: 0}}, 'spot'],
  [{mixedInstancesPolicy: {onDemandBase: 1, onDemandAboveBase: 0}}, 'mixed'],
  [{mixedInstancesPolicy: {onDemandAboveBase: 50}}, 'mixed'],
  [{mixedInstancesPolicy: {onDemandBase: 0}}, 'on-demand'],
  [{maxPrice: '0.10'}, 'spot'],
  [{}, 'on-demand'],
])('%j is %s', (spec, lifecycle) => {
  expect(lifecycleOf(spec)).toBe(lifecycle);
});
