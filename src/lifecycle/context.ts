/** What every phase is given. */

import type {Host} from '../host.js';
import type {Request} from '../inputs.js';

/** Main and post alike. */
export interface Context {
  readonly host: Host;
  readonly runId: string;
  /** A folder that the runner empties after the job. */
  readonly temp: string;
  /** Adds a block of markdown to the job summary, which is written whatever becomes of the command. */
  readonly summarize: (markdown: string) => void;
  /** The verdict, which stands above all blocks. */
  readonly headline: (markdown: string) => void;
}

/** Main only: post works from what main left behind. */
export interface MainContext extends Context {
  readonly request: Request;
}
