/** What the end-to-end tests share: jobs on the lab that the environment points to. */

import {execFileSync, type StdioOptions} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {type Job, openJob, type StepResult} from '../../scripts/lib/runner.ts';

/** From build/test/e2e. */
export const root = join(import.meta.dirname, '..', '..', '..');

/** A workspace with a spec, or with files by name. */
export function workspace(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kops-spot-e2e-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), {recursive: true});
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export function jobWith(spec: string, env: NodeJS.ProcessEnv = {}): Job {
  return openJob({
    workspace: workspace({'kops-spot.yaml': spec}),
    env: {...process.env, ...env},
  });
}

/** A job with one of the specs of examples/. */
export function jobOfExample(name: string, env: NodeJS.ProcessEnv = {}): Job {
  return jobWith(readFileSync(join(root, 'examples', name, 'kops-spot.yaml'), 'utf8'), env);
}

/** The result of a step that must succeed; its log otherwise. */
export function succeeded(result: StepResult): StepResult {
  if (result.code !== 0) throw new Error(`the step ended with ${result.code}:\n${result.log}`);
  return result;
}

/** A program of a later step of the job, typed as a user would; its standard output. */
export function run(job: Job, line: string): string {
  const [program = '', ...args] = line.split(' ');
  const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
  return execFileSync(program, args, {env: job.env(), encoding: 'utf8', stdio});
}

interface Call {
  readonly service: string;
  readonly operation: string;
}

/** Every AWS call that was made while `work` ran, as the lab recorded it. */
export async function callsDuring(work: () => Promise<unknown>): Promise<Call[]> {
  const file = process.env.KOPS_SPOT_LAB_CALLS ?? '';
  const lines = () => readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const before = lines().length;
  await work();
  return lines()
    .slice(before)
    .map((line) => JSON.parse(line) as Call);
}

/** The ledger that `down` left. */
export function ledgerOf(outputs: Readonly<Record<string, string>>): {
  readonly created: readonly {readonly type: string}[];
  readonly left: readonly unknown[];
} {
  return JSON.parse(readFileSync(outputs.ledger ?? '', 'utf8'));
}

/** A push that changes the spec. */
export function write(job: Job, spec: string): void {
  writeFileSync(join(job.env().GITHUB_WORKSPACE ?? '', 'kops-spot.yaml'), spec);
}

/** Runs the lab's own command, for what only it can do to a cluster. */
export function lab(...args: readonly string[]): void {
  const name = process.env.KOPS_SPOT_LAB_NAME ?? '';
  const main = join(root, 'lab', 'main.ts');
  execFileSync(process.execPath, [main, ...args, '--name', name], {stdio: 'inherit'});
}
