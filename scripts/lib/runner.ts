/** Runs the action as GitHub's runner would: steps of one job, then their posts in reverse order. */

import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {type ActionFile, actionFolder, inputVariables, readAction} from './action-file.ts';
import {type Patience, runChild} from './child.ts';
import {createFiles, readFiles, type Written} from './file-commands.ts';
import {jobVariables} from './job-variables.ts';
import {runnerLog} from './workflow-commands.ts';

export interface JobOptions {
  /** The folder that holds action.yml and dist/; the project's own, if not given. */
  readonly action?: string;
  /** Where the job's checkout lies; GITHUB_WORKSPACE or the current folder, if not given. */
  readonly workspace?: string;
  /** What it sets of the runner's variables wins; `process.env`, if not given. */
  readonly env?: NodeJS.ProcessEnv;
  /** Keeps temp and state; a new one below the system's, if not given. */
  readonly folder?: string;
  /** The payload of the event; one with a `pull_request` makes it that event. */
  readonly event?: object;
  /** This leg of the job's matrix. */
  readonly matrix?: unknown;
}

export interface StepOptions {
  /** The input `command`. */
  readonly command?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Added for this step only, as a step's `env:` does. */
  readonly env?: Readonly<Record<string, string>>;
  /** Prints the log as it comes. */
  readonly echo?: boolean;
  /** Called for each line of the log as it comes. */
  readonly onLine?: (line: string) => void;
  /** Cancels the step as the runner does. */
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
}

export interface StepResult extends Written {
  readonly code: number;
  /** What the action printed, commands included. */
  readonly stdout: string;
  /** What the runner's log shows of that. */
  readonly log: string;
}

/** What post is given of its step. */
export interface SavedStep {
  readonly variables: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
}

/** What the steps of a job have left for later ones. */
export interface JobState {
  readonly env: Readonly<Record<string, string>>;
  readonly path: readonly string[];
}

export interface Job {
  readonly folder: string;
  /** Runs main; its post waits for `end`. */
  readonly step: (options: StepOptions) => Promise<StepResult>;
  /** Runs one post. */
  readonly post: (step: SavedStep, options?: StepOptions) => Promise<StepResult>;
  /** Runs the posts that wait, the last step's first. */
  readonly end: (options?: StepOptions) => Promise<readonly StepResult[]>;
  /** The steps whose post waits. */
  readonly waiting: () => readonly SavedStep[];
  /** The environment that a `run:` step of this job has now. */
  readonly env: () => NodeJS.ProcessEnv;
  readonly state: () => JobState;
}

export function openJob(options: JobOptions = {}, before: JobState = {env: {}, path: []}): Job {
  const action = readAction(options.action ?? actionFolder());
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'kops-spot-job-'));
  const base = options.env ?? process.env;
  const variables = jobVariables(base, folder, options);
  const waiting: SavedStep[] = [];
  const secrets = new Set<string>();
  let state = before;

  const env = () => ({
    ...base,
    ...variables,
    ...state.env,
    PATH: [...state.path, state.env.PATH ?? base.PATH].filter(Boolean).join(delimiter),
  });
  const run = async (program: string, own: Readonly<Record<string, string>>, how: StepOptions) => {
    const workspace = variables.GITHUB_WORKSPACE ?? '.';
    const call = {program, workspace, env: {...env(), ...own}, secrets};
    const result = await runProgram(action, call, how);
    state = {
      env: {...state.env, ...result.env},
      path: [...result.path.toReversed(), ...state.path],
    };
    return result;
  };
  const step = async (how: StepOptions) => {
    const given = {...how.inputs, ...(how.command === undefined ? {} : {command: how.command})};
    const inputs = inputVariables(action, given, env(), options.matrix);
    const own = {GITHUB_ACTION: `__self_${waiting.length + 1}`, ...how.env, ...inputs};
    const result = await run(action.runs.main, own, how);
    if (action.runs.post) waiting.push({variables: own, state: result.state});
    return result;
  };
  const post = (saved: SavedStep, how: StepOptions = {}) => {
    const left = Object.entries(saved.state).map(([name, value]) => [`STATE_${name}`, value]);
    const own = {...saved.variables, ...Object.fromEntries(left)};
    return run(action.runs.post ?? action.runs.main, own, how);
  };
  const end = async (how: StepOptions = {}) => {
    const results: StepResult[] = [];
    for (let saved = waiting.pop(); saved; saved = waiting.pop())
      results.push(await post(saved, how));
    return results;
  };
  return {folder, step, post, end, waiting: () => [...waiting], env, state: () => state};
}

/** One step in a job of its own, without its post. */
export async function runStep(options: JobOptions & StepOptions): Promise<StepResult> {
  const {env, ...rest} = options;
  return openJob({...rest, env: {...process.env, ...env}}).step(rest);
}

interface ProgramCall {
  /** From the action's folder. */
  readonly program: string;
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: Set<string>;
}

async function runProgram(
  action: ActionFile,
  {program, workspace, env, secrets}: ProgramCall,
  how: StepOptions,
): Promise<StepResult> {
  const temp = env.RUNNER_TEMP ?? tmpdir();
  const files = createFiles(temp);
  const log = runnerLog({debug: env.RUNNER_DEBUG === '1', secrets});
  const printed: string[] = [];
  const shown: string[] = [];
  const code = await runChild({
    file: node(action),
    args: [join(action.folder, program)],
    cwd: workspace,
    env: {...env, ...files},
    signal: how.signal,
    patience: how.patience,
    onLine: (line) => {
      printed.push(line);
      const text = log.read(line);
      if (text === undefined) return;
      shown.push(text);
      how.onLine?.(text);
      if (how.echo) console.log(text);
    },
  });
  const lines = (text: readonly string[]) => text.map((line) => `${line}\n`).join('');
  return {...readFiles(files), code, stdout: lines(printed), log: lines(shown)};
}

/** The Node that action.yml names: the one that runs this script, or the project's own. */
function node(action: ActionFile): string {
  const major = action.runs.using.replace('node', '');
  if (process.versions.node.split('.')[0] === major) return process.execPath;
  return join(actionFolder(), 'node_modules', '.bin', 'node');
}
