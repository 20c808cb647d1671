/** Three clusters of three shapes at the same time on one account; each goes without touching the others. */

import {expect, test} from '@jest/globals';
import {accountDifferences, listAccount} from '../../scripts/lib/account.ts';
import {openJob} from '../../scripts/lib/runner.ts';
import {jobWith, run, succeeded, workspace} from './support.js';

const one = `
cluster: {name: one, region: us-east-1, zones: 1}
controlPlane: {machineType: t3.medium}
spotGroups:
  workers: {instanceTypes: [m5.large, m6i.large]}
`;

const three = `
cluster: {name: three, region: us-east-1}
controlPlane: {count: 3, machineType: m5.large}
spotGroups:
  small: {instanceTypes: [m5.large, m5a.large], maxSize: 3}
  large: {instanceTypes: [m5.xlarge, m5a.xlarge], maxSize: 3}
`;

const raw = `
cluster: {name: raw, region: us-east-1, zones: 1}
kops: [groups.yaml]
`;

const groups = `
kind: InstanceGroup
apiVersion: kops.k8s.io/v1alpha2
metadata: {name: control}
spec: {role: ControlPlane, machineType: t3.medium, minSize: 1, maxSize: 1, subnets: [us-east-1a]}
---
kind: InstanceGroup
apiVersion: kops.k8s.io/v1alpha2
metadata: {name: plain}
spec: {role: Node, machineType: t3.large, minSize: 1, maxSize: 1, subnets: [us-east-1a]}
`;

test('three shapes at once, then one down after the other', async () => {
  const before = await listAccount(process.env);
  const inputs = {scope: 'run'};
  const files = workspace({'kops-spot.yaml': raw, 'groups.yaml': groups});
  const jobs = [jobWith(one), jobWith(three), openJob({workspace: files, env: process.env})];
  await Promise.all(jobs.map(async (job) => succeeded(await job.step({command: 'up', inputs}))));

  for (const [i, job] of jobs.entries()) {
    succeeded(await job.step({command: 'down', inputs}));
    for (const other of jobs.slice(i + 1))
      expect(run(other, 'kops validate cluster')).toContain('is ready');
  }
  expect(accountDifferences(before, await listAccount(process.env))).toEqual([]);
});
