import {expect, test} from '@jest/globals';
import type {KopsDocument} from '../../src/kops/documents.js';
import {changeTable, factsOf, groupTable} from '../../src/render/plan.js';

function group(name: string, spec: Record<string, unknown>): KopsDocument {
  return {apiVersion: 'kops.k8s.io/v1alpha2', kind: 'InstanceGroup', metadata: {name}, spec};
}

const spot = {
  minSize: 1,
  maxSize: 5,
  machineType: 'm5.xlarge',
  subnets: ['us-east-1a', 'us-east-1b'],
  mixedInstancesPolicy: {
    instances: ['m5.xlarge', 'm5a.xlarge', 'm6i.xlarge', 'm6a.xlarge', 'm7i.xlarge'],
    onDemandBase: 0,
    onDemandAboveBase: 0,
  },
};

test('groups with their sizes, types and lifecycle', () => {
  const cluster = group('c', {});
  const groups = [
    group('nodes', {minSize: 2, maxSize: 2, machineType: 't3.large', subnets: ['us-east-1a']}),
    group('spot', spot),
  ];
  expect(groupTable({cluster, groups}).text).toEqual([
    'group  nodes  types                               zones                  lifecycle',
    'nodes  2      t3.large                            us-east-1a             on-demand',
    'spot   1-5    m5.xlarge m5a.xlarge m6i.xlarge +2  us-east-1a us-east-1b  spot',
  ]);
});

test('changes by group and field', () => {
  const {text} = changeTable([
    {where: 'spot', field: 'spec.maxSize', before: 3, after: 5},
    {where: 'old', field: '', before: {}, after: undefined},
    {where: 'new', field: '', before: undefined, after: {}},
    {where: 'cluster', field: 'spec.additionalUserData', before: 'a', after: 'b'},
  ]);
  expect(text).toEqual([
    'group    field                    now          planned',
    'spot     spec.maxSize             3            5',
    'old                               there        gone',
    'new                                            new',
    'cluster  spec.additionalUserData  (not shown)  (not shown)',
  ]);
});

test('the cluster’s own facts on one line', () => {
  const spec = {
    kubernetesVersion: '1.36.1',
    metricsServer: {enabled: true},
    certManager: {enabled: false},
    kubernetesApiAccess: ['pl-1', '198.51.100.0/24'],
    sshAccess: [],
  };
  expect(factsOf({cluster: group('c', spec), groups: []})).toBe(
    'Kubernetes 1.36.1 · metricsServer · API open to the runner, 198.51.100.0/24 · SSH closed',
  );
});
