/** What action.yml says about running the action, and the inputs as the runner hands them over. */

import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {parse} from 'yaml';

export interface ActionFile {
  readonly folder: string;
  readonly inputs: Readonly<Record<string, {readonly default?: string}>>;
  /** Programs below the folder; `using` is like `node24`. */
  readonly runs: {readonly using: string; readonly main: string; readonly post?: string};
}

export function readAction(folder: string): ActionFile {
  const {inputs = {}, runs} = parse(readFileSync(join(folder, 'action.yml'), 'utf8'));
  return {folder, inputs, runs};
}

/** The nearest folder upwards that holds an action.yml: compiled copies of this file lie deeper. */
export function actionFolder(from = import.meta.dirname): string {
  if (existsSync(join(from, 'action.yml'))) return from;
  if (dirname(from) === from) throw new Error('there is no action.yml above this script');
  return actionFolder(dirname(from));
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * INPUT_ variables of the given inputs, else those of the environment, else action.yml's defaults. A name
 * that action.yml does not have is a mistake here; the runner only warns.
 */
export function inputVariables(
  action: ActionFile,
  given: Readonly<Record<string, string>>,
  env: Env,
  matrix: unknown,
): Record<string, string> {
  const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => {
      const variable = inputVariable(name);
      const standard = expand(String(input.default ?? ''), env, matrix);
      return [variable, given[name] ?? env[variable] ?? standard];
    }),
  );
}

/** Upper case, spaces to underscores; dashes stay (actions/runner, Handler.cs). */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** The few expressions that defaults are written with. */
function expand(text: string, env: Env, matrix: unknown): string {
  return text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    if (/^toJSON\(\s*matrix\s*\)$/i.test(expression))
      return JSON.stringify(matrix ?? null, null, 2);
    const [, name] = /^github\.(\w+)$/.exec(expression) ?? [];
    if (name !== undefined) return env[`GITHUB_${name.toUpperCase()}`] ?? '';
    throw new Error(`action.yml: no value for the expression \${{ ${expression} }}`);
  });
}
