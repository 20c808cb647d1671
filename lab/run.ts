import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

const execute = promisify(execFile);

/** Milliseconds as the lab's progress shows them: 4.2s, 3m05s. */
export const elapsed = (milliseconds: number): string => {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)}s`;
  return `${Math.floor(seconds / 60)}m${String(Math.floor(seconds % 60)).padStart(2, '0')}s`;
};

export type Say = (line: string) => void;

/** A printer of lines, each with the time since the printer was made. */
export const progress = (): Say => {
  const start = Date.now();
  return (line) => console.error(`${elapsed(Date.now() - start).padStart(6)}  ${line}`);
};

export interface Run {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

/** A short-lived program's standard output. A failure carries what it wrote to standard error. */
export const run = async (
  program: string,
  args: readonly string[],
  {cwd, env, input}: Run = {},
): Promise<string> => {
  const call = execute(program, args, {
    maxBuffer: 1 << 26,
    ...(cwd === undefined ? {} : {cwd}),
    env: {...process.env, ...env},
  });
  call.child.stdin?.end(input);
  try {
    return (await call).stdout;
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`${program} ${args.join(' ')} failed:\n${stderr || error}`);
  }
};

/** Says `line` again every 15 s with the time gone, until the work is done. */
export const withTicks = async <T>(say: Say, line: string, work: () => Promise<T>): Promise<T> => {
  const start = Date.now();
  const timer = setInterval(() => say(`${line}: ${elapsed(Date.now() - start)}`), 15_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
};
