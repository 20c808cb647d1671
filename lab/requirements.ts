import {run} from './run.ts';

/** The version that a program prints, e.g. [1, 26]; undefined when the program is missing or silent. */
const versionOf = async (
  program: string,
  args: readonly string[],
): Promise<readonly [number, number] | undefined> => {
  const text = await run(program, args).catch(() => '');
  const found = /(\d+)\.(\d+)/.exec(text);
  return found === null ? undefined : [Number(found[1]), Number(found[2])];
};

const isAtLeast = (have: readonly [number, number], want: readonly [number, number]): boolean =>
  have[0] > want[0] || (have[0] === want[0] && have[1] >= want[1]);

interface Requirement {
  readonly program: string;
  readonly args: readonly string[];
  readonly atLeast: readonly [number, number];
  readonly cure: string;
}

const GO: Requirement = {
  program: 'go',
  args: ['version'],
  atLeast: [1, 26],
  cure: 'get it from https://go.dev/dl/ (in a workflow: actions/setup-go)',
};

const PYTHON: Requirement = {
  program: 'python3',
  args: ['--version'],
  atLeast: [3, 11],
  cure: 'get it with your package manager or from https://www.python.org/downloads/ (in a workflow: actions/setup-python)',
};

const OPENSSL: Requirement = {
  program: 'openssl',
  args: ['version'],
  atLeast: [3, 0],
  cure: 'get it with your package manager, e.g. apt-get install openssl',
};

const missing = async (need: Requirement): Promise<string | undefined> => {
  const have = await versionOf(need.program, need.args);
  if (have !== undefined && isAtLeast(have, need.atLeast)) return undefined;
  const found = have === undefined ? 'it is not on the PATH' : `${have.join('.')} is what there is`;
  return `the lab needs ${need.program} ${need.atLeast.join('.')} or newer, and ${found}: ${need.cure}`;
};

/** Debian and Ubuntu split venv from python3, and say so only when it is used. */
const missingVenv = async (): Promise<string | undefined> => {
  try {
    await run('python3', ['-c', 'import ensurepip, venv']);
    return undefined;
  } catch {
    return "the lab needs Python's venv, and python3 has none: apt-get install python3-venv";
  }
};

/** Throws one error that names every program that is missing or too old, and where to get it. */
export const requirePrograms = async (): Promise<void> => {
  const answers = await Promise.all([missing(GO), missing(PYTHON), missing(OPENSSL)]);
  const lacks = [...answers, answers[1] === undefined ? await missingVenv() : undefined].filter(
    (text) => text !== undefined,
  );
  if (lacks.length > 0) throw new Error(lacks.join('\n'));
};
