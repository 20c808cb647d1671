/** What main leaves for post: saved before the first AWS call, and again when more is known. */

import * as core from '@actions/core';
import type {Entry} from './aws/prefix-list.js';

export interface StepState {
  readonly clusterName: string;
  readonly region: string;
  readonly stateStore: string | undefined;
  readonly role: string | undefined;
  /** The account that main worked in; a later step may have changed the environment's credentials. */
  readonly account?: string;
  /** Post takes the cluster down. */
  readonly endsWithJob: boolean;
  /** Set before the first call that makes something in AWS; without it there is nothing to take down. */
  readonly made?: boolean;
  readonly repositoryId: string;
  readonly runId: string;
  readonly temp: string;
  readonly kopsFile?: string;
  readonly kubeconfig?: string;
  /** What this job added to the cluster's prefix list; post takes it out. */
  readonly access?: Entry & {readonly prefixList: string};
}

let known: Partial<StepState> = {};

/** Adds to what post will know; the runner keeps the last value saved under a name. */
export function remember(more: Partial<StepState>): void {
  known = {...known, ...more};
  core.saveState('step', JSON.stringify(known));
}

/** The cluster that this step is about, as far as it is known. */
export function rememberedCluster(): string | undefined {
  return known.clusterName;
}

export function markMain(): void {
  core.saveState('phase', 'post');
}

export function isPost(): boolean {
  return core.getState('phase') === 'post';
}

/** Undefined when main ended before it had anything to leave. */
export function readState(): StepState | undefined {
  const text = core.getState('step');
  return text ? (JSON.parse(text) as StepState) : undefined;
}
