import {mkdir, open, rm} from 'node:fs/promises';
import {dirname} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {readText} from './files.ts';
import {startTime} from './processes.ts';

interface Holder {
  readonly pid: number;
  readonly started: string;
}

const holderLives = async (path: string): Promise<boolean> => {
  const text = await readText(path);
  // An empty file is a holder between making the file and writing into it.
  if (text === undefined || text === '') return text === '';
  const {pid, started} = JSON.parse(text) as Holder;
  return (await startTime(pid)) === started;
};

const take = async (path: string): Promise<boolean> => {
  try {
    const file = await open(path, 'wx');
    await file.write(JSON.stringify({pid: process.pid, started: await startTime(process.pid)}));
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
};

/** Runs `work` while no other process holds the lock; the lock of a process that died is taken over. */
export const withLock = async <T>(
  path: string,
  waiting: () => void,
  work: () => Promise<T>,
): Promise<T> => {
  await mkdir(dirname(path), {recursive: true});
  let told = false;
  while (!(await take(path))) {
    if (!(await holderLives(path))) await rm(path, {force: true});
    else {
      if (!told) waiting();
      told = true;
      await sleep(300);
    }
  }
  try {
    return await work();
  } finally {
    await rm(path, {force: true});
  }
};
