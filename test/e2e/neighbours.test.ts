/** Three clusters of three shapes at the same time on one account; each goes without touching the others. */

import {expect, test} from '@jest/globals';
import {accountDifferences, listAccount} from '../../scripts/lib/account.ts';
import {openJob} from '../../scripts/lib/runner.ts';
import {run, succeeded, workspace} from './support.js';

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
  const files = {'one.yaml': one, 'three.yaml': three, 'raw.yaml': raw, 'groups.yaml': groups};
  const checkout = workspace(files);
  // One repository and one run, as the jobs of one workflow: only the spec files tell the clusters apart.
  const jobs = ['one.yaml', 'three.yaml', 'raw.yaml'].map((spec) => ({
    job: openJob({workspace: checkout, env: process.env}),
    inputs: {scope: 'run', spec},
  }));
  await Promise.all(
    jobs.map(async ({job, inputs}) => succeeded(await job.step({command: 'up', inputs}))),
  );

  for (const [i, {job, inputs}] of jobs.entries()) {
    succeeded(await job.step({command: 'down', inputs}));
    for (const other of jobs.slice(i + 1))
      expect(run(other.job, 'kops validate cluster')).toContain('is ready');
  }
  expect(accountDifferences(before, await listAccount(process.env))).toEqual([]);
});
