/** Tells a failure: as annotations, with cause and cure, in the log and in the summary. */

import * as core from '@actions/core';
import {
  CancelledError,
  CloudError,
  causesOf,
  KopsSpotError,
  LeakError,
  messageOf,
  SpecError,
} from './errors.js';
import type {Host} from './host.js';
import type {Outcome} from './outputs.js';
import {escapeMarkdown} from './render/table.js';

/** The page that explains a code, in the action's own repository at the commit that runs. */
function pageOf(code: string, {env}: Host): string {
  const page = `docs/troubleshooting.md#${code.toLowerCase()}`;
  const {GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref} = env;
  return repository && ref ? `${env.GITHUB_SERVER_URL}/${repository}/blob/${ref}/${page}` : page;
}

export function outcomeOf(error: unknown): Outcome {
  if (error instanceof LeakError) return 'leaked';
  return error instanceof CloudError && error.code === 'KS144' ? 'refused' : 'failure';
}

export function fail(
  host: Host,
  error: unknown,
  cluster: string | undefined,
  summary: string[],
): void {
  const problems = error instanceof SpecError ? tellProblems(error) : [];
  for (const cause of causesOf(error)) host.log.quote(`because: ${cause}`);
  const code = error instanceof KopsSpotError ? error.code : 'KS100';
  const headline =
    error instanceof SpecError
      ? `${messageOf(error)}. Nothing was created.`
      : `${code} ${messageOf(error)}`;
  const cure = error instanceof KopsSpotError ? error.cure : undefined;
  const next = error instanceof CancelledError ? afterCancel(cluster) : cure;
  const page = pageOf(code, host);
  core.setFailed([headline, next, page].filter(Boolean).join('\n'));
  const list = problems.map((line) => `- ${escapeMarkdown(line)}`).join('\n');
  summary.unshift(
    [`### ❌ ${escapeMarkdown(headline)}`, next, list, page].filter(Boolean).join('\n\n'),
  );
  if (!(error instanceof KopsSpotError) && error instanceof Error)
    host.log.debug(error.stack ?? '');
}

/** One annotation each; the runner's log shows no position of an annotation, so the text says it. */
function tellProblems({problems}: SpecError): string[] {
  return problems.map(({code, message, at: {file, line, col}}) => {
    const text = `${file}:${line}:${col} ${code} ${message}`;
    core.error(text, {file, startLine: line, startColumn: col, title: code});
    return text;
  });
}

/** A name works from any job and any run; the scope of a job only in that job. */
function afterCancel(cluster: string | undefined): string {
  return cluster === undefined
    ? 'Nothing was made.'
    : `What was made of ${cluster} may still be there. Where a post step of this job takes it down, it does; else run \`down\` with \`cluster: ${cluster}\`.`;
}
