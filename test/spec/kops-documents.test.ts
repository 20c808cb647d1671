import {expect, test} from '@jest/globals';
import {problemsOf, specOf} from './files.js';

const spec = `cluster: {name: aa, region: us-east-1}
onDemandGroups: {system: {machineType: m5.large}}
spotGroups: {w: {instanceTypes: [m5.large]}}
`;

type Row = readonly [title: string, text: string, ...problems: string[]];

const rows: Row[] = [
  [
    'entries that are no documents',
    'kops: [gone.yaml, /etc/passwd, ../x.yaml, 5, {kind: Secret, spec: {}}]',
    '4:8 KS111 kops[0]: there is no file gone.yaml. Paths start at the folder of kops-spot.yaml.',
    '4:19 KS111 kops[1]: "/etc/passwd" is outside of the repository. Write a path below it.',
    '4:32 KS111 kops[2]: "../x.yaml" is outside of the repository. Write a path below it.',
    '4:43 KS111 kops[3]: 5 is not a kops document. Write a map with kind, metadata and spec.',
    '4:53 KS111 kops[4].kind: "Secret" is not a kind that kops-spot takes. Write Cluster or InstanceGroup.',
  ],
  [
    'another apiVersion, an unknown key',
    'kops: [{apiVersion: kops.k8s.io/v1alpha3, kind: Cluster, sepc: {}}]',
    '4:21 KS111 kops[0].apiVersion: "kops.k8s.io/v1alpha3" is not a version that kops-spot works with. Write kops.k8s.io/v1alpha2.',
    '4:58 KS112 kops[0]: unknown key "sepc". Did you mean spec?',
  ],
  [
    'a name that would be a path',
    'kops: [{kind: InstanceGroup, metadata: {name: ../config}, spec: {role: Node}}]',
    '4:47 KS111 kops[0].metadata.name: "../config" is not a name that kops takes. Write lower-case letters, digits and hyphens.',
  ],
  [
    'another name of the cluster',
    'kops: [{kind: Cluster, metadata: {name: bb}, spec: {}}, {kind: InstanceGroup, metadata: {name: w, labels: {kops.k8s.io/cluster: bb}}, spec: {}}]',
    '4:41 KS113 kops[0].metadata.name: kops-spot names the cluster. Take it out, or write aa.',
    '4:129 KS113 kops[1].metadata.labels.kops.k8s.io/cluster: kops-spot names the cluster. Take it out, or write aa.',
  ],
  [
    'what kops-spot sets',
    'kops: [{kind: Cluster, spec: {configBase: null, kubernetesApiAccess: [], kubernetesVersion: 1.35.5, cloudProvider: gce, cloudLabels: {kops-spot/owner: "7"}}}]',
    '4:31 KS113 kops[0].spec.configBase: kops-spot sets this. Take it out, or write cluster.stateStore.',
    '4:49 KS113 kops[0].spec.kubernetesApiAccess: kops-spot sets this. Write cluster.access.api instead.',
    '4:74 KS113 kops[0].spec.kubernetesVersion: contradicts cluster.kubernetesVersion, which is 1.36.1. Take it out.',
    '4:101 KS113 kops[0].spec.cloudProvider: kops-spot works with aws only. Take it out.',
    '4:135 KS113 kops[0].spec.cloudLabels.kops-spot/owner: kops-spot sets tags of this name itself. Take it out.',
  ],
  [
    'groups without name or role, or twice',
    'kops: [{kind: InstanceGroup, spec: {role: Node}}, {kind: InstanceGroup, metadata: {name: x}, spec: {}}, {kind: InstanceGroup, metadata: {name: x}, spec: {role: Node}}]',
    '4:8 KS109 kops[0].metadata.name: missing. An InstanceGroup must have a name.',
    '4:94 KS109 kops[1].spec.role: missing. Write role: Node.',
    '4:144 KS110 kops[2].metadata.name: another document is named "x". Make one of the two.',
  ],
  [
    'roles and names that the spec has',
    'controlPlane: {count: 1}\nkops: [{kind: InstanceGroup, metadata: {name: w}, spec: {role: Master}}, {kind: InstanceGroup, metadata: {name: system}, spec: {}}, {kind: InstanceGroup, metadata: {name: masters}, spec: {role: ControlPlane}}]',
    '5:64 KS110 kops[0].spec.role: the spec has a group w of role Node. Choose another name.',
    '5:113 KS110 kops[1].metadata.name: onDemandGroups.system becomes one group a zone, like system-us-east-1a. Name one of these, or write onDemandGroups.system.kops.',
    '5:172 KS110 kops[2].metadata.name: controlPlane makes a control plane, too. Take controlPlane out of the spec, or this document.',
  ],
];

test.each(rows)('%s', (_title, text, ...problems) => {
  expect(problemsOf(spec + text)).toEqual(problems.map((problem) => `kops-spot.yaml:${problem}`));
});

test('kops fields inside of the spec', () => {
  const text = `cluster: {name: aa, region: us-east-1, kops: {configBase: s3://x, channel: null, keyStore: s3://y, sshAccess: []}}
controlPlane: {kops: {role: Node}}
spotGroups: {w: {kops: {machineType: m5.large, role: Master, cloudLabels: {kops-spot/run: x}}}}`;
  expect(problemsOf(text)).toEqual([
    'kops-spot.yaml:1:47 KS113 cluster.kops.configBase: kops-spot sets this. Take it out, or write cluster.stateStore.',
    'kops-spot.yaml:1:82 KS113 cluster.kops.keyStore: kops-spot sets this. Take it out, or write cluster.stateStore.',
    'kops-spot.yaml:1:100 KS113 cluster.kops.sshAccess: kops-spot sets this. Write cluster.access.ssh instead.',
    'kops-spot.yaml:2:29 KS113 controlPlane.kops.role: the role of this group is Master. Take it out.',
    'kops-spot.yaml:3:54 KS113 spotGroups.w.kops.role: the role of this group is Node. Take it out.',
    'kops-spot.yaml:3:76 KS113 spotGroups.w.kops.cloudLabels.kops-spot/run: kops-spot sets tags of this name itself. Take it out.',
  ]);
});

test('a problem in a file is told at its place there, after those of the spec', () => {
  const files = {
    'kops/groups.yaml':
      'kind: InstanceGroup\nmetadata:\n  name: extra\nspec: &s\n  role: Node\n---\nkind: Cluster\nspec:\n  configBase: s3://elsewhere\n',
    'empty.yaml': '# nothing\n',
    'broken.yaml': 'a: [',
  };
  const text = `${spec}kops: [kops/groups.yaml, empty.yaml, broken.yaml]\nextra: 1\n`;
  expect(problemsOf(text, files)).toEqual([
    'kops-spot.yaml:5:1 KS112 unknown key "extra". Known keys: version, cluster, controlPlane, onDemandGroups, spotGroups, addons, checks, kops.',
    'kops/groups.yaml:5:3 KS107 spec: the anchor &s is not accepted. Write the value out at each place.',
    'kops/groups.yaml:9:3 KS113 spec.configBase: kops-spot sets this. Take it out, or write cluster.stateStore.',
    'empty.yaml:1:1 KS111 the file has no kops documents. Write some, or take its path out of the spec.',
    'broken.yaml:1:5 KS102 not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
  ]);
});

test('paths start at the folder of the spec', () => {
  const asked: string[] = [];
  problemsOf(
    `${spec}kops: [./a.yaml, b/../c.yaml]`,
    new Proxy(
      {},
      {
        get: (_, path) => void asked.push(String(path)),
      },
    ),
  );
  expect(asked).toEqual(['a.yaml', 'c.yaml']);
});

test('a raw group of nodes is group enough, and a raw control plane replaces the default one', () => {
  const text = `cluster: {name: aa, region: us-east-1}
kops:
  - {kind: InstanceGroup, metadata: {name: n}, spec: {role: Node, machineType: m5.large}}
  - {kind: InstanceGroup, metadata: {name: cp}, spec: {role: ControlPlane, machineType: m5.large}}`;
  const {controlPlane, kops} = specOf(text);
  expect(controlPlane).toBeUndefined();
  expect(kops.map(({name}) => name)).toEqual(['n', 'cp']);
});
