/** The variables that GitHub's runner sets for every step of a job. */

import {mkdirSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {actionFolder} from './action-file.ts';

interface JobFacts {
  readonly workspace?: string;
  readonly event?: object;
}

/**
 * Those of the environment win, so that a shell or a test can play another run, event or repository; only
 * what belongs to this job alone does not come from outside.
 */
export function jobVariables(
  env: NodeJS.ProcessEnv,
  folder: string,
  {workspace = env.GITHUB_WORKSPACE ?? '.', event}: JobFacts,
): Readonly<Record<string, string>> {
  const temp = join(folder, 'temp');
  mkdirSync(temp, {recursive: true});
  const eventFile = join(folder, 'event.json');
  writeFileSync(eventFile, JSON.stringify(event ?? {}));
  const played = {
    GITHUB_EVENT_NAME: event && 'pull_request' in event ? 'pull_request' : 'workflow_dispatch',
    GITHUB_EVENT_PATH: eventFile,
  };
  const standard: Readonly<Record<string, string>> = {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: 'https://api.github.com',
    ...played,
    GITHUB_JOB: 'job',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_REPOSITORY_ID: '1296269',
    GITHUB_REPOSITORY_OWNER: 'octo-org',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0'.repeat(40),
    GITHUB_WORKFLOW: 'workflow',
    RUNNER_ARCH: process.arch.toUpperCase(),
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_NAME: 'local',
    RUNNER_OS: process.platform === 'darwin' ? 'macOS' : 'Linux',
    // Kept between jobs, as on a self-hosted runner.
    RUNNER_TOOL_CACHE: join(actionFolder(), '.kops-spot', 'tool-cache'),
  };
  const own = {
    GITHUB_WORKSPACE: resolve(workspace),
    RUNNER_TEMP: temp,
    ...(event && played),
  };
  const given = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[0] in standard && entry[1] !== undefined,
  );
  return {...standard, ...Object.fromEntries(given), ...own};
}
