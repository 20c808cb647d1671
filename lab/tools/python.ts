import {join} from 'node:path';
import {LAB} from '../paths.ts';
import {run, type Say} from '../run.ts';
import {cached} from './cached.ts';

const REQUIREMENTS = join(LAB, 'aws', 'requirements.txt');

/** A virtual environment with moto, the AWS CLI and act, each wheel checked against its hash. */
export const buildPython = async (say: Say): Promise<string> =>
  cached(
    {
      name: 'python',
      files: [REQUIREMENTS],
      words: [(await run('python3', ['--version'])).trim(), process.arch],
      announcement: 'installing moto, the AWS CLI and act from PyPI, about half a minute, once',
      make: async (folder) => {
        await run('python3', ['-m', 'venv', folder]);
        const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
        const args = [...pip, '--require-hashes', '-r', REQUIREMENTS];
        await run(join(folder, 'bin', 'python'), args);
      },
    },
    say,
  );
