/** Runs a program without a shell, in a process group of its own, so that nothing outlives its end. */

import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {ToolError} from './errors.js';
import type {Call, Result} from './host.js';

/** After SIGINT a program has this long to end by itself. */
const grace = 3_000;

/** Only the tail of a program's output is kept: an hour of kops must not fill the memory. */
const kept = 4_000_000;

export function runProgram(call: Call, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(call.program, [...call.args], {
      env: environment(call.env),
      // A group of its own: a signal to the group reaches what the program started, too.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = {stdout: '', stderr: ''};
    const collect = (stream: 'stdout' | 'stderr') => {
      const source = child[stream];
      if (source === null) return Promise.resolve();
      const lines = createInterface({input: source, crlfDelay: Number.POSITIVE_INFINITY});
      lines.on('line', (line) => {
        output[stream] = tail(`${output[stream]}${line}\n`);
        call.onLine?.(line, stream);
      });
      return new Promise<void>((done) => lines.on('close', done));
    };
    const drained = Promise.all([collect('stdout'), collect('stderr')]);

    let killer: NodeJS.Timeout | undefined;
    const end = () => {
      if (killer !== undefined) return;
      signalGroup(child.pid, 'SIGINT');
      killer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), grace);
    };
    const timer = call.timeout === undefined ? undefined : setTimeout(end, call.timeout);
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
    const release = () => {
      clearTimeout(timer);
      clearTimeout(killer);
      signal.removeEventListener('abort', end);
    };

    child.on('error', (cause) => {
      release();
      reject(new ToolError('KS150', `${call.program} cannot be started`, {cause}));
    });
    child.on('close', (code) => {
      release();
      void drained.then(() => resolve({code, ...output}));
    });
  });
}

/** What GitHub gives the action is not for the programs that it runs. */
function environment(extra: Call['env'] = {}): NodeJS.ProcessEnv {
  const own =
    /^(INPUT_|STATE_|ACTIONS_(RUNTIME|ID_TOKEN|CACHE|RESULTS)|GITHUB_TOKEN$|NODE_OPTIONS$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !own.test(name));
  return {...Object.fromEntries(inherited), ...extra};
}

function tail(text: string): string {
  return text.length > kept ? text.slice(-kept / 2) : text;
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // the group has ended by itself
  }
}
