/** Runs an action's program as the runner does: its lines as they come, and its way of cancelling. */

import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import {createInterface} from 'node:readline';

/** Milliseconds from SIGINT to SIGTERM and from there to SIGKILL (actions/runner, ProcessInvoker.cs). */
export interface Patience {
  readonly interrupt: number;
  readonly terminate: number;
}

const runnersPatience: Patience = {interrupt: 7_500, terminate: 2_500};

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
  /** Cancels the step. */
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience | undefined;
}

/** The exit code; 128 and the signal's number when one ended the program. */
export function runChild(program: Program): Promise<number> {
  const {file, args, cwd, env, onLine, signal} = program;
  const patience = program.patience ?? runnersPatience;
  return new Promise((resolve, reject) => {
    // A group of its own: a terminal's Ctrl-C reaches it through us only, as on a runner.
    const child = spawn(file, args, {cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe']});
    const drained = [child.stdout, child.stderr].map(
      (input) =>
        new Promise<void>((done) => {
          const lines = createInterface({input, crlfDelay: Number.POSITIVE_INFINITY});
          lines.on('line', onLine).on('close', done);
        }),
    );

    const timers: NodeJS.Timeout[] = [];
    const cancel = () => {
      child.kill('SIGINT');
      timers.push(setTimeout(() => child.kill('SIGTERM'), patience.interrupt));
      timers.push(setTimeout(() => killGroup(child.pid), patience.interrupt + patience.terminate));
    };
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();

    const release = () => {
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    };
    child.on('error', (error) => {
      release();
      reject(error);
    });
    child.on('exit', (code, by) => {
      release();
      void Promise.all(drained).then(() =>
        resolve(code ?? 128 + (by === null ? 0 : constants.signals[by])),
      );
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}
