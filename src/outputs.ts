/** Every output and the job summary, in one place. */

import {appendFileSync} from 'node:fs';
import * as core from '@actions/core';

export type Outcome = 'success' | 'failure' | 'refused' | 'leaked';

export interface Outputs {
  readonly 'cluster-name': string;
  readonly kubeconfig: string;
  readonly changes: string;
  readonly 'expires-at': string;
  readonly ledger: string;
  readonly result: Outcome;
}

export function setOutput<K extends keyof Outputs>(name: K, value: Outputs[K]): void {
  core.setOutput(name, value);
}

/** Seen by the steps that follow in the job. */
export function exportVariable(name: string, value: string): void {
  core.exportVariable(name, value);
}

export function addPath(folder: string): void {
  core.addPath(folder);
}

/** GitHub drops a step's summary beyond 1 MiB. */
const limit = 1_000_000;

/** At once: there may be no later. */
export function writeSummary(markdown: string, env: NodeJS.ProcessEnv): void {
  if (!env.GITHUB_STEP_SUMMARY || markdown === '') return;
  const text = markdown.length > limit ? `${markdown.slice(0, limit)}\n\n(cut)\n` : markdown;
  appendFileSync(env.GITHUB_STEP_SUMMARY, `${text}\n`);
}
