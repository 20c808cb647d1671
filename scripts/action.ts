/**
 * Runs dist/ as GitHub's runner would, main and then post:
 *
 *   npm run action -- <command> [input=value …] [--no-post] [--step FILE] [--job DIR]
 *   npm run action -- --post --step FILE [--job DIR]
 *
 * --step keeps what post needs in FILE, so that another call can run it; --job lets steps share temp,
 * variables and PATH in DIR, as the steps of a job do. What is set of the runner's variables wins.
 */

import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {type JobState, openJob, type SavedStep, type StepResult} from './lib/runner.ts';
import {runnerLog} from './lib/workflow-commands.ts';

interface SavedFile extends SavedStep {
  /** The job's folder: post finds main's temp there. */
  readonly folder: string;
}

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    post: {type: 'boolean', default: false},
    'no-post': {type: 'boolean', default: false},
    step: {type: 'string'},
    job: {type: 'string'},
  },
});

/** Ctrl-C cancels the phase that runs, and only that: post runs after a cancelled main, as on GitHub. */
let phase = new AbortController();
process.on('SIGINT', () => phase.abort());
process.on('SIGTERM', () => phase.abort());

function readJson<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

function saveJson(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, {mode: 0o600});
}

function parseWords(words: readonly string[]) {
  const inputs: Record<string, string> = {};
  let command: string | undefined;
  for (const word of words) {
    const [, name, value = ''] = /^([a-z][a-z-]*)=(.*)$/s.exec(word) ?? [];
    if (name !== undefined) inputs[name] = value;
    else if (command === undefined) command = word;
    else throw new Error(`"${word}" is neither input=value nor the only command`);
  }
  return {inputs, ...(command === undefined ? {} : {command})};
}

/** What a job's page shows besides the log, with the same values hidden. */
function tell({stdout, outputs, summary}: StepResult, title: string): void {
  const {read: note, mask} = runnerLog();
  for (const line of stdout.split('\n')) note(line);
  const pairs = Object.entries(outputs).map(([name, value]) => `${name}=${value}`);
  if (pairs.length > 0) console.log(`\n── outputs of ${title}\n${mask(pairs.join('\n'))}`);
  if (summary !== '') console.log(`\n── summary of ${title}\n${mask(summary)}`);
}

const saved = values.step === undefined ? undefined : readJson<SavedFile>(values.step);
const folder = values.job ? resolve(values.job) : values.post ? saved?.folder : undefined;
if (folder !== undefined) mkdirSync(folder, {recursive: true});
const jobFile = folder === undefined ? undefined : join(folder, 'job.json');
const job = openJob(
  folder === undefined ? {} : {folder},
  jobFile === undefined ? undefined : readJson<JobState>(jobFile),
);

async function main(): Promise<number> {
  const {signal} = phase;
  const result = await job.step({...parseWords(positionals), echo: true, signal});
  tell(result, 'main');
  const [left] = job.waiting();
  if (values.step !== undefined && left !== undefined)
    saveJson(values.step, {...left, folder: job.folder} satisfies SavedFile);
  return result.code;
}

async function post(left: SavedStep): Promise<number> {
  phase = new AbortController();
  console.log('\n── post');
  const result = await job.post(left, {echo: true, signal: phase.signal});
  tell(result, 'post');
  return result.code;
}

async function run(): Promise<number> {
  if (values.post) {
    if (saved === undefined) throw new Error('--post needs --step FILE, as a step left it');
    return post(saved);
  }
  const code = await main();
  const [left] = job.waiting();
  // A file that keeps the step is meant for a later call.
  if (values['no-post'] || values.step !== undefined || left === undefined) return code;
  return (await post(left)) || code;
}

try {
  process.exitCode = await run();
  if (jobFile !== undefined) saveJson(jobFile, job.state());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
