/** The inputs of action.yml and the runner's variables, read once and checked. */

import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import * as core from '@actions/core';
import {parseDuration} from './duration.js';
import {InputError} from './errors.js';
import {type Pin, parsePins} from './tools/pins.js';

export const commands = ['up', 'install', 'plan', 'connect', 'validate', 'down'] as const;
export type Command = (typeof commands)[number];

/** What the runner tells of the workflow run that we are part of. */
export interface Run {
  /** GitHub's numeric id: it stays when a repository is renamed. `local` outside of GitHub. */
  readonly repositoryId: string;
  readonly repository: string;
  readonly runId: string;
  readonly job: string;
  /** This leg of the job's matrix, as JSON; `null` for a job without one. */
  readonly matrix: string;
  /** The runner's id of this job, the same in all of its steps; empty where there is none. */
  readonly tracking: string;
  readonly pullRequest: number | undefined;
  readonly workspace: string;
  /** A folder that the runner empties after the job. */
  readonly temp: string;
}

export interface Request {
  readonly command: Command;
  /** As written by the user: it heads error messages. */
  readonly specFile: string;
  readonly scope: string;
  readonly cluster: string | undefined;
  readonly role: string | undefined;
  /** Milliseconds. */
  readonly ttl: number | undefined;
  readonly rollingUpdate: 'auto' | 'never';
  readonly mirror: string | undefined;
  readonly pins: readonly Pin[];
  readonly run: Run;
}

type Env = Readonly<Record<string, string | undefined>>;

export function readRequest(env: Env): Request {
  const command = oneOf('command', core.getInput('command') || 'up', commands);
  const cluster = optional('cluster');
  if (cluster !== undefined && !/^[a-z][a-z0-9.-]{1,62}$/.test(cluster))
    throw new InputError('KS120', `cluster: "${cluster}" is not the name of a cluster`, {
      cure: 'Write the full name, as `up` prints it, like ci-run-9c31f0.k8s.local.',
    });
  if (cluster !== undefined && !['connect', 'validate', 'down'].includes(command))
    throw new InputError('KS120', `cluster: ${command} names its cluster itself, from the spec`, {
      cure: 'Take the input away; `scope` tells clusters of one spec apart.',
    });
  return {
    command,
    specFile: core.getInput('spec') || 'kops-spot.yaml',
    scope: scope(core.getInput('scope') || 'job'),
    cluster,
    role: role(optional('role-to-assume')),
    ttl: ttl(optional('ttl')),
    rollingUpdate: oneOf('rolling-update', core.getInput('rolling-update') || 'auto', [
      'auto',
      'never',
    ] as const),
    mirror: optional('mirror'),
    pins: parsePins(core.getInput('pins')),
    run: readRun(env),
  };
}

function readRun(env: Env): Run {
  return {
    repositoryId: env.GITHUB_REPOSITORY_ID || 'local',
    repository: env.GITHUB_REPOSITORY || 'local',
    runId: env.GITHUB_RUN_ID || 'local',
    job: env.GITHUB_JOB || 'local',
    matrix: core.getInput('matrix') || 'null',
    tracking: env.RUNNER_TRACKING_ID || '',
    pullRequest: pullRequestOf(env.GITHUB_EVENT_PATH),
    workspace: resolve(env.GITHUB_WORKSPACE || '.'),
    temp: resolve(env.RUNNER_TEMP || '.'),
  };
}

function pullRequestOf(eventFile: string | undefined): number | undefined {
  if (!eventFile) return undefined;
  try {
    const number = JSON.parse(readFileSync(eventFile, 'utf8')).pull_request?.number;
    return Number.isSafeInteger(number) ? number : undefined;
  } catch {
    return undefined; // an event without a payload is not a pull request
  }
}

function optional(name: string): string | undefined {
  return core.getInput(name) || undefined;
}

function oneOf<const T extends string>(name: string, value: string, words: readonly T[]): T {
  const word = words.find((w) => w === value);
  if (word !== undefined) return word;
  throw new InputError('KS120', `${name}: "${value}" is none of ${words.join(', ')}`);
}

function scope(word: string): string {
  if (/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/.test(word)) return word;
  throw new InputError('KS120', `scope: "${word}" cannot be part of a cluster's name`, {
    cure: 'Write job, run, pull-request, or a word of 2 to 20 lower-case letters, digits and dashes.',
  });
}

function role(arn: string | undefined): string | undefined {
  if (arn === undefined || /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn)) return arn;
  throw new InputError('KS120', `role-to-assume: "${arn}" is not the ARN of an IAM role`, {
    cure: 'It looks like arn:aws:iam::123456789012:role/kops-spot.',
  });
}

function ttl(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new InputError('KS120', `ttl: "${text}" is not a time like 90m or 4h`);
}
