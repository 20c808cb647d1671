/**
 * The lab's processes outlive the command that starts them, and may outlive a crashed daemon. Each leaves a
 * file with its pid and its start time, so that a pid that the system has given to somebody else is never hit.
 */

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, mkdirSync, openSync} from 'node:fs';
import {readdir, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {readText, writeJson} from './files.ts';

export interface Part {
  readonly name: string;
  readonly pid: number;
  /** Clock ticks from the machine's start to the process's: field 22 of /proc/PID/stat, see proc(5). */
  readonly started: string;
  readonly log: string;
  readonly port?: number;
}

export interface Start {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly pids: string;
  readonly log: string;
  readonly port?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The start time of a live process; undefined when it is gone or only waits to be reaped. */
export const startTime = async (pid: number): Promise<string | undefined> => {
  const stat = await readText(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined || fields[0] === 'Z' ? undefined : fields[19];
};

export const isAlive = async (part: Part): Promise<boolean> =>
  (await startTime(part.pid)) === part.started;

/** Nothing of the caller's proxies, credentials and kubeconfigs reaches a part of the lab. */
const cleanEnvironment = (): Record<string, string> => ({
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  HOME: process.env.HOME ?? '/',
  LANG: 'C.UTF-8',
});

/** Starts a process of its own session whose output goes to its log; it is not waited for. */
export const startPart = async (start: Start): Promise<Part> => {
  mkdirSync(dirname(start.log), {recursive: true});
  const log = openSync(start.log, 'a');
  try {
    const child = spawn(start.program, start.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: {...cleanEnvironment(), ...start.env},
      ...(start.cwd === undefined ? {} : {cwd: start.cwd}),
    });
    await once(child, 'spawn');
    child.unref();
    const pid = child.pid ?? 0;
    const started = await startTime(pid);
    if (started === undefined)
      throw new Error(`${start.name} ended at once; its log is ${start.log}`);
    const port = start.port === undefined ? {} : {port: start.port};
    const part: Part = {name: start.name, pid, started, log: start.log, ...port};
    await writeJson(join(start.pids, `${start.name}.json`), part);
    return part;
  } finally {
    closeSync(log);
  }
};

/** What was started from a folder of pid files, alive or not. */
export const readParts = async (pids: string): Promise<readonly Part[]> => {
  const names = await readdir(pids).catch(() => []);
  const texts = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readText(join(pids, name))),
  );
  return texts.filter((text) => text !== undefined).map((text) => JSON.parse(text) as Part);
};

const signal = (pid: number, name: 'SIGTERM' | 'SIGKILL'): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal.
  }
};

const waitForEnd = async (part: Part, milliseconds: number): Promise<boolean> => {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(25)) {
    if (!(await isAlive(part))) return true;
  }
  return !(await isAlive(part));
};

/** Ends one process: politely, then by force after `grace` milliseconds. Its pid file goes when it is gone. */
export const endPart = async (pids: string, part: Part, grace = 3000): Promise<void> => {
  if (await isAlive(part)) {
    signal(part.pid, 'SIGTERM');
    if (!(await waitForEnd(part, grace))) {
      signal(part.pid, 'SIGKILL');
      if (!(await waitForEnd(part, 5000))) {
        throw new Error(`${part.name} (pid ${part.pid}) does not end; its log is ${part.log}`);
      }
    }
  }
  await rm(join(pids, `${part.name}.json`), {force: true});
};
