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
import type {Request} from './inputs.js';
import type {Outcome} from './outputs.js';
import {escapeMarkdown} from './render/table.js';

const docs = 'docs/troubleshooting.md';

export function outcomeOf(error: unknown): Outcome {
  if (error instanceof LeakError) return 'leaked';
  return error instanceof CloudError && error.code === 'KS144' ? 'refused' : 'failure';
}

export function fail(
  host: Host,
  error: unknown,
  request: Request | undefined,
  summary: string[],
): void {
  if (error instanceof SpecError) tellProblems(host, error);
  else for (const cause of causesOf(error)) host.log.quote(`because: ${cause}`);
  const code = error instanceof KopsSpotError ? error.code : 'KS100';
  const cure = error instanceof KopsSpotError ? error.cure : undefined;
  const headline =
    error instanceof SpecError
      ? `${messageOf(error)}. Nothing was created.`
      : `${code} ${messageOf(error)}`;
  const next = error instanceof CancelledError ? afterCancel(request) : cure;
  core.setFailed([headline, next, `${docs}#${code.toLowerCase()}`].filter(Boolean).join('\n'));
  summary.push(`### ❌ ${escapeMarkdown(headline)}\n\n${escapeMarkdown(next ?? '')}\n`);
  if (!(error instanceof KopsSpotError) && error instanceof Error)
    host.log.debug(error.stack ?? '');
}

/** One annotation at its line each; GitHub shows ten a step, the log shows all. */
function tellProblems(host: Host, error: SpecError): void {
  for (const {code, message, at} of error.problems) {
    const text = `${code} ${message}`;
    core.error(text, {file: at.file, startLine: at.line, startColumn: at.col, title: code});
    host.log.quote(`${at.file}:${at.line}:${at.col} ${text}`);
  }
}

function afterCancel(request: Request | undefined): string | undefined {
  if (request === undefined) return undefined;
  return request.scope === 'job'
    ? 'What was made is taken down by the post step of this job; if that is cancelled too, run `down` with the same scope.'
    : `What was made stays. Run \`down\` with scope ${request.scope} to take it down.`;
}
