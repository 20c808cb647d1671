/** The account of one teardown. */

import type {Resource} from './aws/resource.js';

/** What became of all that a cluster had; written as JSON for machines and people. */
export interface Ledger {
  readonly cluster: string;
  readonly region: string;
  /** When the last description was made, in UTC. */
  readonly provedAt: string;
  readonly types: readonly string[];
  readonly created: readonly Resource[];
  readonly deleted: readonly Resource[];
  readonly left: readonly Resource[];
}
