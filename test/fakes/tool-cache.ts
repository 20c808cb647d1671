import {copyFileSync, existsSync, mkdirSync, mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ToolCache} from '../../src/tools/install.js';

export interface FakeToolCache extends ToolCache {
  readonly folder: string;
}

/** The runner's tool cache in a folder of its own. */
export function fakeToolCache(): FakeToolCache {
  const folder = mkdtempSync(join(tmpdir(), 'kops-spot-tools-test-'));
  const temp = join(folder, 'temp');
  mkdirSync(temp);
  const place = (...names: string[]) => join(folder, ...names);
  return {
    folder,
    temp,
    find: (...key) => (existsSync(place(...key)) ? place(...key) : undefined),
    add: async (file, tool, version, build) => {
      const path = place(tool, version, build);
      mkdirSync(path, {recursive: true});
      copyFileSync(file, join(path, tool));
      return path;
    },
  };
}
