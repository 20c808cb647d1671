import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {LabPaths} from './paths.ts';

/** The folders of all clusters that a lab has ever booted: clusters/REGION/NAME. */
export const clusterFolders = async ({clusters}: LabPaths): Promise<readonly string[]> => {
  const entries = async (folder: string): Promise<readonly string[]> =>
    (await readdir(folder).catch(() => [])).map((name) => join(folder, name));
  return (await Promise.all((await entries(clusters)).map(entries))).flat();
};
