import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {mkdir, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {readText, writeText} from '../files.ts';
import {withLock} from '../lock.ts';
import {cacheFolder} from '../paths.ts';
import {requirePrograms} from '../requirements.ts';
import {elapsed, type Say, withTicks} from '../run.ts';

export interface Recipe {
  readonly name: string;
  /** Files whose content decides the result. */
  readonly files: readonly string[];
  /** Whatever else decides it: flags, versions of compilers. */
  readonly words: readonly string[];
  /** Said once before the work, e.g. with an estimate. */
  readonly announcement: string;
  /** Fills the folder that it is given. */
  readonly make: (folder: string) => Promise<void>;
}

const keyOf = async (recipe: Recipe): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of recipe.files) hash.update(await readFile(file)).update('\0');
  for (const word of recipe.words) hash.update(word).update('\0');
  return hash.digest('hex').slice(0, 16);
};

/** The folder of a recipe's result in the cache, made first if nobody has made it yet. */
export const cached = async (recipe: Recipe, say: Say): Promise<string> => {
  const parent = join(cacheFolder(), 'tools');
  const folder = join(parent, `${recipe.name}-${await keyOf(recipe)}`);
  const done = join(folder, 'done');
  if ((await readText(done)) !== undefined) return folder;
  const wait = () => say(`${recipe.name}: another process makes it; waiting`);
  await withLock(`${folder}.lock`, wait, async () => {
    if ((await readText(done)) !== undefined) return;
    await requirePrograms();
    say(recipe.announcement);
    const start = Date.now();
    // Made in place, for a Python environment names its own folder; `done` is what says that it is whole.
    await rm(folder, {recursive: true, force: true});
    await mkdir(folder, {recursive: true});
    await withTicks(say, recipe.name, () => recipe.make(folder));
    await writeText(done, '');
    say(`${recipe.name}: done in ${elapsed(Date.now() - start)}`);
  });
  return folder;
};

export const sha256OfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};
