import {expect, test} from '@jest/globals';
import {problemsOf} from './files.js';

const cluster = 'cluster: {name: aa, region: us-east-1}\n';
const groups = 'spotGroups: {w: {instanceTypes: [m5.large]}}\n';
const pair = 'spotGroups: {w: {instanceTypes: [m5.large], minSize: 2}}\n';

/** A text, and all that is told of it. */
type Row = readonly [title: string, text: string, ...problems: string[]];

const noGroup =
  'KS109 spotGroups: missing. A cluster needs at least one group of nodes. Write spotGroups: {workers: {instanceTypes: [m5.large, m5a.large]}}.';

const keys: Row[] = [
  [
    'a key in the wrong case',
    `${cluster}spotGroups: {spot-2vcpu-8gb: {machineType: m5.large, maxsize: 5}}`,
    '2:54 KS112 spotGroups.spot-2vcpu-8gb: unknown key "maxsize". Did you mean maxSize?',
  ],
  [
    'a mistyped key is not missing, too',
    `cluster: {name: aa, reigon: us-east-1}\nspotgroups: {w: {}}\n`,
    '1:21 KS112 cluster: unknown key "reigon". Did you mean region?',
    '2:1 KS112 unknown key "spotgroups". Did you mean spotGroups?',
  ],
  [
    'a key like no other',
    `${cluster}${groups}replicas: 3\n`,
    '3:1 KS112 unknown key "replicas". Known keys: version, cluster, controlPlane, onDemandGroups, spotGroups, addons, checks, kops.',
  ],
  [
    'keys of later versions',
    `${cluster}spotGroups: {w: {vcpus: 2}}\nlimits: {maxNodes: 3}\nchecks: {loadTest: true}\naddons: {karpenter: true}\n`,
    '2:18 KS112 spotGroups.w: "vcpus" is not available in this version. Name the types with instanceTypes: [m5.large, m5a.large].',
    '3:1 KS112 "limits" is not available in this version. Take it out.',
    '4:10 KS112 checks: "loadTest" is not available in this version. Take it out.',
    '5:10 KS112 addons: "karpenter" is not available in this version. Take it out, or write kops’ fields under cluster.kops.karpenter.',
  ],
  [
    'inside of addons',
    `${cluster}${groups}addons: {metricsServer: {insecre: true}, clusterAutoscaler: {image: x}}\n`,
    '3:26 KS112 addons.metricsServer: unknown key "insecre". Did you mean insecure?',
    '3:62 KS112 addons.clusterAutoscaler: "image": kops takes the image that goes with your Kubernetes version. Take it out; if you must, write it under cluster.kops.clusterAutoscaler.',
  ],
  ['no group', cluster, `1:1 ${noGroup}`],
  [
    'no types',
    `${cluster}spotGroups: {w: {minSize: 2}}\n`,
    '2:14 KS109 spotGroups.w: names no instance types. Write instanceTypes: [m5.large, m5a.large].',
  ],
];

const values: Row[] = [
  [
    'versions',
    `cluster: {name: aa, region: us-east-1, kopsVersion: 1.36, kubernetesVersion: 1.30}\n${groups}`,
    '1:53 KS104 cluster.kopsVersion: 1.36 is not a full version. Write 1.36.0.',
    '1:78 KS104 cluster.kubernetesVersion: 1.30 is not a full version. Write 1.36.1, the newest that kops 1.36.0 knows.',
  ],
  [
    'another minor, and a v',
    `cluster: {name: aa, region: us-east-1, kopsVersion: v1.36.0, kubernetesVersion: "1.35"}\n${groups}`,
    '1:53 KS104 cluster.kopsVersion: v1.36.0 is not a full version. Write 1.36.0.',
    '1:81 KS104 cluster.kubernetesVersion: 1.35 is not a full version. Write 1.35.5, the newest 1.35 that kops 1.36.0 knows.',
  ],
  [
    'addresses',
    `cluster: {name: aa, region: us-east-1, access: {api: [anybody], ssh: [10.0.0.1]}}\n${groups}`,
    '1:55 KS103 cluster.access.api[0]: "anybody" is not `runner` or a range of addresses. Write CIDR, like 203.0.113.0/24.',
    '1:71 KS103 cluster.access.ssh[0]: "10.0.0.1" is not a range of addresses. Write it as CIDR, like 203.0.113.0/24.',
  ],
  [
    'types of values',
    `cluster: {name: aa, region: us-east-1, cloudLabels: {a: 1}}\ncontrolPlane: {count: 2, spot: maybe}\nspotGroups: {w: {instanceTypes: m5.large, minSize: 0.5, taints: [x]}}\naddons: {certManager: maybe}\n`,
    '1:57 KS103 cluster.cloudLabels.a: 1 is not a string. Put it in quotes.',
    '2:23 KS103 controlPlane.count: 2 is not 1, 3 or 5: etcd wants an odd number.',
    '2:32 KS103 controlPlane.spot: "maybe" is not true or false.',
    '3:33 KS103 spotGroups.w.instanceTypes: "m5.large" is not a list. Write [m5.large].',
    '3:52 KS103 spotGroups.w.minSize: 0.5 is not a whole number from 0 to 1000.',
    '3:66 KS103 spotGroups.w.taints[0]: "x" is not a taint. Write key=value:Effect, like batch=true:NoSchedule.',
    '4:23 KS103 addons.certManager: "maybe" is not true, false or a map of kops’ fields.',
  ],
  [
    'times',
    `cluster: {name: aa, region: us-east-1, ttl: 0h}\n${groups}checks: {validate: {timeout: 20}}\n`,
    '1:45 KS103 cluster.ttl: "0h" is not a time. Write hours, minutes and seconds, like 4h, 20m or 1h30m.',
    '3:30 KS103 checks.validate.timeout: 20 is not a time. Write hours, minutes and seconds, like 4h, 20m or 1h30m.',
  ],
  [
    'names',
    `${cluster}spotGroups: {Big: {machineType: m5.large}, w: {machineType: large}}\n`,
    '2:14 KS103 spotGroups.Big: "Big" is not a name for a group. Write up to 40 lower-case letters, digits and hyphens, a letter first and no hyphen last.',
    '2:61 KS103 spotGroups.w.machineType: "large" is not an instance type. Write family and size, like m5.large.',
  ],
];

const between: Row[] = [
  [
    'sizes',
    `${cluster}spotGroups: {w: {machineType: m5.large, maxSize: 0}}\n`,
    '2:50 KS110 spotGroups.w.maxSize: 0 is less than minSize, which is 1. Write 1 or more, or a smaller minSize.',
  ],
  [
    'regions and zones',
    `cluster: {name: aa, region: us-west-1, zones: 3}\nspotGroups: {w: {machineType: m5.large, zones: [us-west-1a]}}\n`,
    '1:47 KS110 cluster.zones: us-west-1 has 2 zones. Write 2 or less.',
  ],
  [
    'an unknown region',
    `cluster: {name: aa, region: eu-wets-1, zones: [x]}\n${groups}`,
    '1:29 KS114 cluster.region: no zones of eu-wets-1 are known. Did you mean eu-west-1?',
    '1:48 KS103 cluster.zones[0]: "x" is not a zone. Write its name, like us-east-1a.',
  ],
  [
    'zones of another region, twice, or of no cluster',
    `cluster: {name: aa, region: us-east-1, zones: [us-east-1a, us-east-1a, us-west-2b]}\n${groups}`,
    '1:60 KS110 cluster.zones[1]: us-east-1a is in the list twice. Keep one.',
    '1:72 KS110 cluster.zones[2]: us-west-2b is no zone of us-east-1. Write one like us-east-1a.',
  ],
  [
    'zones of a group',
    `cluster: {name: aa, region: us-east-1, zones: [us-east-1a]}\nspotGroups: {w: {machineType: m5.large, zones: [us-east-1b]}}\n`,
    '2:49 KS110 spotGroups.w.zones[0]: us-east-1b is not in cluster.zones. Add it there.',
  ],
  [
    'zones of a group only',
    `${cluster}spotGroups: {w: {machineType: m5.large, zones: [us-east-1b]}}\n`,
    '2:48 KS110 spotGroups.w.zones: a group can name zones only when cluster.zones names them, too. Write cluster.zones: [us-east-1b], and more if you like.',
  ],
  [
    'instance types',
    `${cluster}spotGroups: {w: {machineType: m6i.large, instanceTypes: [m5.large, m5.large, t4g.large]}}\n`,
    '2:31 KS110 spotGroups.w.machineType: m6i.large is not one of instanceTypes. Add it to the list, or write m5.large.',
    '2:68 KS110 spotGroups.w.instanceTypes[1]: m5.large is in the list twice. Keep one.',
    '2:78 KS110 spotGroups.w.instanceTypes[2]: t4g.large is arm64, m5.large is amd64: a group has one image. Make two groups.',
  ],
  [
    'names of groups',
    `${cluster}onDemandGroups: {w: {machineType: m5.large}}\nspotGroups: {w: {machineType: m5.large}, w-us-east-1a: {machineType: m5.large}}\n`,
    '3:14 KS110 spotGroups.w: onDemandGroups has a group of this name. Choose another.',
    '3:42 KS110 spotGroups.w-us-east-1a: the groups of w are named so in kops. Choose another name.',
  ],
  [
    'labels that are not the user’s',
    `cluster: {name: aa, region: us-east-1, cloudLabels: {kops-spot/owner: me, "aws:x": y}}\n${groups}`,
    '1:54 KS110 cluster.cloudLabels.kops-spot/owner: kops-spot sets tags of this name itself. Take it out.',
    '1:75 KS110 cluster.cloudLabels."aws:x": AWS keeps names like "aws:x" for itself. Choose another.',
  ],
  [
    'metrics-server on a single node never becomes ready',
    `${cluster}${groups}addons: {metricsServer: true}\n`,
    '3:25 KS110 addons.metricsServer: kops runs it on two nodes, and there is one. Write minSize: 2 for a group, or add clusterAutoscaler.',
  ],
  ['metrics-server on two nodes', `${cluster}${pair}addons: {metricsServer: true}\n`],
  [
    'metrics-server where a node is added for it',
    `${cluster}${groups}addons: {metricsServer: true, clusterAutoscaler: true}\n`,
  ],
  [
    'addons and checks',
    `${cluster}${pair}addons: {metricsServer: {insecure: false}}\nchecks: {validate: {timeout: 5m, joinWithin: 6m}}\n`,
    '3:36 KS110 addons.metricsServer.insecure: false needs certificates. Write addons.certManager: true, too.',
    '4:46 KS110 checks.validate.joinWithin: is longer than checks.validate.timeout. Write a shorter time.',
  ],
];

test.each([...keys, ...values, ...between])('%s', (_title, text, ...problems) => {
  expect(problemsOf(text)).toEqual(problems.map((problem) => `kops-spot.yaml:${problem}`));
});
