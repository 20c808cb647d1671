/** A shell in a lab of the acceptance run's own: programs with the environment that `env --json` prints. */

import {spawnSync} from 'node:child_process';

export const LAB_NAME = 'acceptance';

/** From the repository's root, where npm starts scripts. */
const MAIN = 'lab/main.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

const started = Date.now();

export function say(line: string): void {
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)}s  ${line}`);
}

export function check(holds: boolean, claim: string, seen: string): void {
  if (!holds) throw new Error(`not so: ${claim}\nseen: ${seen}`);
  say(`ok: ${claim}`);
}

/** Enough of a failed program's output to see why; kops validate repeats itself for minutes. */
const TAIL = 3000;

/** Longer than any program here takes: kops delete would wait for ever for what AWS does not delete. */
const LIMIT_MS = 240_000;

/** A program's standard output; throws with the end of what it wrote when it fails. */
export function run(program: string, args: readonly string[], env: Variables): string {
  const options = {
    env: {...process.env, ...env},
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    timeout: LIMIT_MS,
  } as const;
  const {status, stdout, stderr, error} = spawnSync(program, [...args], options);
  if (status === 0) return stdout;
  throw new Error(
    `${program} ${args.join(' ')}: ${error ?? `exit ${status}`}\n${stdout.slice(-TAIL)}\n${stderr.slice(-TAIL)}`,
  );
}

/** The answer of a program that may fail for now; undefined then. */
export function attempt(
  program: string,
  args: readonly string[],
  env: Variables,
): string | undefined {
  try {
    return run(program, args, env);
  } catch {
    return undefined;
  }
}

export function lab(command: string, ...args: readonly string[]): string {
  return run(process.execPath, [MAIN, command, '--name', LAB_NAME, ...args], {});
}

export function labEnvironment(): Variables {
  return JSON.parse(lab('env', '--json')) as Variables;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Asks every half second until the answer holds; seconds it took. */
export async function until(claim: string, seconds: number, holds: () => boolean): Promise<void> {
  const start = Date.now();
  while (!holds()) {
    if (Date.now() - start > seconds * 1000) throw new Error(`not within ${seconds} s: ${claim}`);
    await pause(500);
  }
  say(`ok after ${((Date.now() - start) / 1000).toFixed(1)} s: ${claim}`);
}
