/** Whose a cluster is and what it is called, from the scope and the run. */

import {createHash} from 'node:crypto';
import {InputError} from './errors.js';
import type {Run} from './inputs.js';

export interface Scope {
  /** As the user wrote it: job, run, pull-request, or a word. */
  readonly name: string;
  /** What all clusters of this scope have in common; part of their index objects. */
  readonly key: string;
  /** Whether the cluster ends with the job that made it. */
  readonly endsWithJob: boolean;
  /** What a reader of the cluster's name sees; may be cut. */
  readonly word: string;
}

export function scopeOf(name: string, run: Run): Scope {
  switch (name) {
    case 'job':
      // GITHUB_JOB is the same for every leg of a matrix, so the leg is part of the key.
      // In a reusable workflow both are those of its caller's every call; the runner's own id of the job is not.
      return scope(name, `job/${run.runId}/${run.job}/${run.matrix}/${run.tracking}`, '', true);
    case 'run':
      return scope(name, `run/${run.runId}`, 'run');
    case 'pull-request':
      if (run.pullRequest === undefined)
        throw new InputError('KS121', 'scope: this run is not of a pull request', {
          cure: 'Use scope pull-request in workflows that `pull_request` starts, else run or a word of yours.',
        });
      return scope(name, `pull-request/${run.pullRequest}`, `pr${run.pullRequest}`);
    default:
      return scope(name, `word/${name}`, name);
  }
}

function scope(name: string, key: string, word: string, endsWithJob = false): Scope {
  return {name, key, word, endsWithJob};
}

/** kops finds queues and EventBridge rules by the first 40 characters of the name. */
const longest = 40;
const suffix = '.k8s.local';

/**
 * `<name>-<scope>-<6 hex>.k8s.local`, at most 40 characters, the scope cut first. The fixed ending keeps any
 * name from being the prefix of another: kops deletes queues and rules by prefix. IAM's names are global, so the
 * region makes a difference, too.
 */
export function clusterName(name: string, region: string, scope: Scope, run: Run): string {
  const hex = createHash('sha256')
    .update(`${run.repositoryId}\n${scope.key}\n${region}\n${name}`)
    .digest('hex')
    .slice(0, 6);
  const room = longest - suffix.length - hex.length - name.length - 2;
  const word = scope.word.slice(0, Math.max(room, 0)).replace(/-+$/, '');
  return `${[name, word, hex].filter(Boolean).join('-')}${suffix}`;
}
