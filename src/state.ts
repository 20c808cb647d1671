/** What main leaves for post: saved before the first AWS call, and again when more is known. */

import * as core from '@actions/core';

export interface StepState {
  readonly command: string;
  readonly clusterName: string;
  readonly region: string;
  readonly stateStore: string | undefined;
  readonly role: string | undefined;
  /** Post takes the cluster down. */
  readonly endsWithJob: boolean;
  readonly repositoryId: string;
  readonly kopsFile: string | undefined;
  readonly kubeconfig: string | undefined;
  /** What this job added to the cluster's prefix list; post takes it out. */
  readonly access: {readonly prefixList: string; readonly cidr: string} | undefined;
}

/** The runner keeps the last value saved under a name. */
export function saveState(state: StepState): void {
  core.saveState('phase', 'post');
  core.saveState('step', JSON.stringify(state));
}

export function markMain(): void {
  core.saveState('phase', 'post');
}

export function isPost(): boolean {
  return core.getState('phase') === 'post';
}

export function readState(): StepState | undefined {
  const text = core.getState('step');
  return text ? (JSON.parse(text) as StepState) : undefined;
}
