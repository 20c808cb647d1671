/**
 * The whole main job on the lab, as a workflow would run it: the tutorial's cluster up, validated by kops itself,
 * up again without a change, down, and an account that is as it was before.
 */

import {spawnSync} from 'node:child_process';
import {cpSync, mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {accountDifferences, listAccount} from './lib/account.ts';
import {labBuild, withLab} from './lib/lab.ts';
import {type Job, openJob} from './lib/runner.ts';

const root = join(import.meta.dirname, '..');
const spec = join(root, 'examples', 'tutorial', 'kops-spot.yaml');

const times: [string, number][] = [];

async function phase<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  console.log(`\n━━ ${name}\n`);
  const start = performance.now();
  const value = await work();
  times.push([name, (performance.now() - start) / 1000]);
  return value;
}

function must(truth: boolean, what: string): void {
  if (!truth) throw new Error(`the demo expected ${what}`);
}

async function step(job: Job, command: string): Promise<Readonly<Record<string, string>>> {
  const {code, outputs} = await job.step({command, inputs: {scope: 'run'}, echo: true});
  must(code === 0, `\`${command}\` to exit with 0, not ${code}`);
  return outputs;
}

async function demo(env: NodeJS.ProcessEnv): Promise<void> {
  const workspace = mkdtempSync(join(tmpdir(), 'kops-spot-demo-'));
  cpSync(spec, join(workspace, 'kops-spot.yaml'));
  const before = await phase('the account before, by the AWS CLI', () => listAccount(env));
  const job = openJob({workspace, env});

  await phase('up', () => step(job, 'up'));
  await phase('a step of the user’s: kops validate cluster', () => {
    const kops = spawnSync('kops', ['validate', 'cluster'], {env: job.env(), encoding: 'utf8'});
    process.stdout.write(kops.stdout);
    must(kops.status === 0 && kops.stdout.includes('is ready'), 'kops to say "is ready"');
  });
  const again = await phase('up, again', () => step(job, 'up'));
  must(again.changes === '0', `no changes, not ${again.changes}`);
  const {ledger} = await phase('down', () => step(job, 'down'));
  const {created, left} = JSON.parse(readFileSync(ledger ?? '', 'utf8'));
  must(created.length > 0 && left.length === 0, 'a ledger with nothing left');

  const after = await phase('the account after, by the AWS CLI', () => listAccount(env));
  const differences = accountDifferences(before, after);
  for (const [type, ids] of Object.entries(after)) console.log(`${type.padEnd(20)} ${ids.length}`);
  must(differences.length === 0, `an account as before, but: ${differences.join('; ')}`);
  console.log(`\nLedger: ${created.length} created, ${created.length} deleted, 0 left.`);
  console.log(`${Object.keys(after).length} resource types are as they were before.`);
}

await phase('build the lab (from the cache when it was built before)', () => labBuild());
await phase('the lab up, the demo, the lab down', () => withLab('demo', demo));
console.log('\n━━ times\n');
for (const [name, seconds] of times) console.log(`${seconds.toFixed(1).padStart(8)} s  ${name}`);
