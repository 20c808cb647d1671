/** One thing in the account, and how a type of things is found there. */

import type {Cloud} from './cloud.js';

export interface Resource {
  /** AWS' own word, like `security-group`. */
  readonly type: string;
  readonly id: string;
}

/** Describes one type: the ids of what carries the cluster's tag and is not deleted. */
export type Describe = (cloud: Cloud, clusterName: string) => Promise<string[]>;
