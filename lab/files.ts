import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');

/** The file's text; undefined when there is none. Any other trouble is thrown. */
export const readText = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/** Written beside and renamed, so that a reader never sees half a file. */
export const writeText = async (path: string, text: string, mode = 0o644): Promise<void> => {
  await mkdir(dirname(path), {recursive: true});
  const beside = `${path}.${process.pid}.new`;
  await writeFile(beside, text, {mode});
  await rename(beside, path);
};

export const writeJson = (path: string, value: unknown): Promise<void> =>
  writeText(path, `${JSON.stringify(value, null, 2)}\n`);
