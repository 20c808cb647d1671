/** Cancelled runs, nodes that never join, changes to a live cluster, roles. */

import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {accountDifferences, listAccount} from '../../scripts/lib/account.ts';
import {jobWith, lab, ledgerOf, run, succeeded, write} from './support.js';

const spec = (name: string, more = '') => `
cluster: {name: ${name}, region: us-east-1, zones: 1}
controlPlane: {machineType: t3.medium}
spotGroups:
  workers: {instanceTypes: [m5.large, m5a.large, m6i.large], maxSize: 3}
${more}`;

test('SIGINT in the middle of kops update, then down: nothing left', async () => {
  const before = await listAccount(process.env);
  const job = jobWith(spec('cancelled'));
  const controller = new AbortController();
  let signalled = 0;
  const up = await job.step({
    command: 'up',
    inputs: {scope: 'run'},
    signal: controller.signal,
    onLine: (line) => {
      if (signalled > 0 || !/Tasks: [1-9]\d* done/.test(line)) return;
      signalled = Date.now();
      controller.abort();
    },
  });
  expect(signalled).toBeGreaterThan(0);
  expect(up.code).toBe(130);
  expect(Date.now() - signalled).toBeLessThan(7_000);
  expect(up.log).toContain('KS180');
  expect(up.log).toMatch(/run `down` with `cluster: cancelled-run-[0-9a-f]{6}\.k8s\.local`/);
  expect(accountDifferences(before, await listAccount(process.env))).not.toEqual([]);

  const down = succeeded(await job.step({command: 'down', inputs: {scope: 'run'}}));
  expect(ledgerOf(down.outputs).left).toEqual([]);
  expect(accountDifferences(before, await listAccount(process.env))).toEqual([]);
});

test('a group whose nodes never join is named, with the reason, before the timeout', async () => {
  lab('up', '--fail-boot', 'broken');
  const broken = spec(
    'sick',
    `  broken: {instanceTypes: [m5.large, m5a.large], maxSize: 1}
checks: {validate: {timeout: 5m, joinWithin: 15s}}`,
  );
  const job = jobWith(broken);
  const start = Date.now();
  const up = await job.step({command: 'up', inputs: {scope: 'run'}});
  lab('up', '--fail-boot', 'none');
  expect(up.code).toBe(1);
  expect(Date.now() - start).toBeLessThan(120_000);
  expect(up.log).toMatch(/KS161 the cluster cannot become ready: broken: i-[0-9a-f]+ running for/);
  expect(up.log).toMatch(/The console of i-[0-9a-f]+ ends so:/);
  succeeded(await job.step({command: 'down', inputs: {scope: 'run'}}));
});

test('a live cluster takes changes: a size, a label with new nodes, a group less', async () => {
  const job = jobWith(spec('live', '  extra: {instanceTypes: [m5.large], maxSize: 1}'));
  const inputs = {scope: 'run'};
  succeeded(await job.step({command: 'up', inputs}));
  const old = run(job, 'kubectl get nodes -l kops.k8s.io/instancegroup=workers -o name');

  write(job, spec('live').replace('maxSize: 3', 'maxSize: 4, nodeLabels: {tier: a}'));
  const plan = await job.step({command: 'plan', inputs});
  expect(plan.log).toMatch(/workers +spec\.maxSize +3 +4/);
  expect(plan.log).toMatch(/extra +there +gone/);
  const up = succeeded(await job.step({command: 'up', inputs}));
  expect(up.log).toContain('extra is no longer in the spec');
  expect(up.log).toMatch(/✓ Roll +nodes replaced/);
  expect(run(job, 'kubectl get nodes -l tier=a -o name')).not.toBe(old);
  expect(run(job, 'kops get instancegroups')).not.toContain('extra');

  // kops knows nothing of snapshots, so this one stays: it is named, and the step fails.
  const name = up.outputs['cluster-name'] ?? '';
  const volume =
    'aws ec2 create-volume --availability-zone us-east-1a --size 1 --query VolumeId --output text';
  const volumeId = run(job, volume).trim();
  const tags = `ResourceType=snapshot,Tags=[{Key=KubernetesCluster,Value=${name}}]`;
  const snapshot = `aws ec2 create-snapshot --volume-id ${volumeId} --tag-specifications ${tags} --query SnapshotId --output text`;
  const snapshotId = run(job, snapshot).trim();
  const leaked = await job.step({command: 'down', inputs});
  expect(leaked.code).toBe(1);
  expect(leaked.outputs.result).toBe('leaked');
  expect(leaked.log).toContain(`KS170 1 left of ${name}: snapshot ${snapshotId}`);
  run(job, `aws ec2 delete-snapshot --snapshot-id ${snapshotId}`);
  run(job, `aws ec2 delete-volume --volume-id ${volumeId}`);

  // A closed pull request may have no spec any more: the scope and the region are enough.
  rmSync(join(job.env().GITHUB_WORKSPACE ?? '', 'kops-spot.yaml'));
  const down = succeeded(await job.step({command: 'down', inputs}));
  expect(ledgerOf(down.outputs).left).toEqual([]);
  expect(down.outputs['cluster-name']).toBe(name);
});

test('with a role and scope job, post takes the role again and the cluster down', async () => {
  const before = await listAccount(process.env);
  const role = 'arn:aws:iam::123456789012:role/kops-spot';
  const job = jobWith(spec('mine'), {AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''});
  succeeded(await job.step({command: 'up', inputs: {'role-to-assume': role}}));
  const [post] = await job.end();
  expect(post?.code).toBe(0);
  expect(post?.log).toContain('because scope is job');
  expect(post?.log).toMatch(/✓ Proof .* 0 left/);
  expect(accountDifferences(before, await listAccount(process.env))).toEqual([]);
});
