import {join} from 'node:path';
import {requirePrograms} from '../requirements.ts';
import {run, type Say} from '../run.ts';
import {type Binary, buildKops, buildKubelab} from './go.ts';
import {buildPython} from './python.ts';

export interface Tools {
  readonly kops: Binary;
  readonly kubelab: Binary;
  /** Folder of kwok's CRDs, stages and metrics. */
  readonly kwok: string;
  /** kops' stable channel, a file. */
  readonly channel: string;
  /** The virtual environment's bin folder: python, aws, act. */
  readonly python: string;
}

const buildAll = async (say: Say): Promise<Tools> => {
  const goVersion = await run('go', ['version']);
  const python = await buildPython(say);
  const kops = await buildKops(goVersion, say);
  const kubelab = await buildKubelab(goVersion, say);
  return {
    kops,
    kubelab,
    kwok: join(kubelab.folder, 'kwok'),
    channel: join(kops.folder, 'stable'),
    python: join(python, 'bin'),
  };
};

/**
 * Everything that the lab runs, from the cache or built now; one build after the other, each uses all cores.
 * When a program is missing for it, the error says which and where to get it.
 */
export const buildTools = async (say: Say): Promise<Tools> => {
  try {
    return await buildAll(say);
  } catch (error) {
    await requirePrograms();
    throw error;
  }
};
