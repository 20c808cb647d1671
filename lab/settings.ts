import {readText, writeJson} from './files.ts';
import type {LabPaths} from './paths.ts';

/** What `up` may change while the lab runs; the daemon reads it again at every look. */
export interface Settings {
  /** From an instance's start to its kubelet's first word, seconds. */
  readonly bootSeconds: number;
  /** Instance groups, by kops' name, whose new instances never join. */
  readonly failBoot: readonly string[];
}

export const DEFAULTS: Settings = {bootSeconds: 2, failBoot: []};

export const readSettings = async (paths: LabPaths): Promise<Settings> => {
  const text = await readText(paths.settings);
  return text === undefined ? DEFAULTS : {...DEFAULTS, ...(JSON.parse(text) as Partial<Settings>)};
};

/** Settings with what the command line says; what it leaves out stays as it was. */
export const changedSettings = (
  before: Settings,
  bootSeconds: string | undefined,
  failBoot: string | undefined,
): Settings => {
  const seconds = bootSeconds === undefined ? before.bootSeconds : Number(bootSeconds);
  if (!(seconds >= 0 && seconds <= 3600)) {
    throw new Error(`--boot-seconds ${bootSeconds}: a number of seconds from 0 to 3600 is wanted`);
  }
  const groups = failBoot === 'none' ? [] : failBoot?.split(',').filter((group) => group !== '');
  return {bootSeconds: seconds, failBoot: groups ?? before.failBoot};
};

export const writeSettings = (paths: LabPaths, settings: Settings): Promise<void> =>
  writeJson(paths.settings, settings);
