/** The tutorial's cluster through its whole life, as the steps of one workflow run. */

import {readFileSync, statSync} from 'node:fs';
import {expect, test} from '@jest/globals';
import {accountDifferences, listAccount} from '../../scripts/lib/account.ts';
import type {Job} from '../../scripts/lib/runner.ts';
import {callsDuring, jobOfExample, ledgerOf, run, succeeded} from './support.js';

const job = jobOfExample('tutorial');
const scope = {scope: 'run'};
const before = await listAccount(process.env);
let name = '';
let log = '';

test('plan without credentials asks AWS nothing', async () => {
  const offline = jobOfExample('tutorial', {AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''});
  const calls = await callsDuring(async () => {
    const {outputs, log} = succeeded(await offline.step({command: 'plan', inputs: scope}));
    expect(Number(outputs.changes)).toBeGreaterThan(5);
    expect(log).toContain('AWS was not asked');
  });
  expect(calls).toEqual([]);
});

test('up makes it and sees it ready', async () => {
  const up = succeeded(await job.step({command: 'up', inputs: scope}));
  const {outputs, summary} = up;
  log = up.log;
  name = outputs['cluster-name'] ?? '';
  expect(name).toMatch(/^spot-kops-cluster-run-[0-9a-f]{6}\.k8s\.local$/);
  expect(outputs).toMatchObject({result: 'success', kubeconfig: job.env().KUBECONFIG});
  expect(statSync(outputs.kubeconfig ?? '').mode & 0o777).toBe(0o600);
  expect(summary).toContain('spot-4vcpu-16gb');
});

test('plain kops and kubectl work in the steps that follow', () => {
  expect(run(job, 'kops validate cluster')).toContain('is ready');
  expect(run(job, 'kops get instancegroups')).toMatch(/spot-4vcpu-16gb\s+Node/);
  const nodes = run(job, 'kubectl get nodes --show-labels');
  expect(nodes.match(/kops\.k8s\.io\/lifecycle=OnDemand/g)).toHaveLength(2);
  expect(nodes.match(/kops\.k8s\.io\/lifecycle=Ec2Spot/g)).toHaveLength(2);
  const deployments = run(job, 'kubectl get deployments --all-namespaces');
  for (const addon of [
    'aws-node-termination-handler',
    'cert-manager',
    'cluster-autoscaler',
    'metrics-server',
  ])
    expect(deployments).toContain(addon);
  const query = 'Reservations[].Instances[].InstanceLifecycle';
  const running = 'Name=instance-state-name,Values=running';
  const describe = `aws ec2 describe-instances --filters ${running} --query ${query} --output text`;
  const lifecycles = run(job, describe);
  expect(lifecycles.match(/spot/g)).toHaveLength(2);
});

test('the log holds no secret of the kubeconfig', () => {
  const config = readFileSync(job.env().KUBECONFIG ?? '', 'utf8');
  const key = /client-key-data: (\S+)/.exec(config)?.[1] ?? '';
  expect(key.length).toBeGreaterThan(100);
  expect(log).not.toContain(key);
});

test('plan finds nothing to change, and up changes nothing', async () => {
  const plan = await job.step({command: 'plan', inputs: scope});
  expect(plan.outputs.changes).toBe('0');
  const calls = await callsDuring(async () => {
    const {outputs, log} = succeeded(await job.step({command: 'up', inputs: scope}));
    expect(outputs.changes).toBe('0');
    expect(log).toMatch(/✓ Apply +no changes/);
  });
  const writes = calls.filter(({operation}) =>
    /^(Create|Run|Delete|Update|Modify)/.test(operation),
  );
  expect(writes.map(({operation}) => operation)).toEqual(['CreateTags']); // expiry and run, on the VPC
});

test('another repository can neither change it nor take it down', async () => {
  const {code, outputs, log} = await jobOfExample('tutorial', {GITHUB_REPOSITORY_ID: '666'}).step({
    command: 'down',
    inputs: {cluster: name},
  });
  expect(code).toBe(1);
  expect(outputs.result).toBe('refused');
  expect(log).toContain(`KS144 ${name}`);
  expect(run(job, 'kops validate cluster')).toContain('is ready');
});

test('each job has a kubeconfig of its own, and its address goes with it', async () => {
  expect(entries(job)).toContain('203.0.113.7/32');
  await job.end();
  expect(entries(job)).not.toContain('203.0.113.7/32');

  const other = jobOfExample('tutorial', {GITHUB_JOB: 'shard-2'});
  succeeded(await other.step({command: 'connect', inputs: scope}));
  expect(run(other, 'kubectl get nodes')).toContain('Ready');
  expect(entries(other)).toContain('203.0.113.7/32');
  await other.end();
  expect(entries(other)).not.toContain('203.0.113.7/32');
  expect(() => statSync(other.env().KUBECONFIG ?? '')).toThrow('ENOENT');
});

function entries(of: Job): string {
  const query = 'PrefixLists[0].PrefixListId';
  const filter = `Name=tag:kops-spot/cluster,Values=${name}`;
  const list = `aws ec2 describe-managed-prefix-lists --filters ${filter} --query ${query} --output text`;
  const id = run(of, list).trim();
  return run(of, `aws ec2 get-managed-prefix-list-entries --prefix-list-id ${id}`);
}

test('down leaves nothing, and says so', async () => {
  const {outputs, summary} = succeeded(await job.step({command: 'down', inputs: scope}));
  const {created, left} = ledgerOf(outputs);
  expect(left).toEqual([]);
  expect(new Set(created.map(({type}) => type)).size).toBeGreaterThan(15);
  expect(summary).toContain('nothing left');
  expect(accountDifferences(before, await listAccount(process.env))).toEqual([]);
});

test('down on nothing succeeds', async () => {
  const {log} = succeeded(await job.step({command: 'down', inputs: scope}));
  expect(log).toContain('nothing to take down');
});
