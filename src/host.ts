/** The one seam to the world: programs, network, clock, log and signals. Tests pass a fake one. */

/** A program to run: an argument vector, never a shell line. */
export interface Call {
  /** An absolute path, or a name that PATH finds. */
  readonly program: string;
  readonly args: readonly string[];
  /** Added to the inherited environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called for each line as it comes, without its line end. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Milliseconds after which the program's process group is ended. */
  readonly timeout?: number;
}

export interface Result {
  /** The exit code; null when a signal or the timeout ended the program. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Log {
  /** A line of our own words. */
  readonly say: (line: string) => void;
  /** Lines of somebody else's (a program's, a user's file): can never act as a workflow command. */
  readonly quote: (text: string) => void;
  readonly debug: (line: string) => void;
  readonly notice: (line: string) => void;
  readonly warn: (line: string) => void;
  /** Runs a phase inside a folded group; its verdict goes on the line after the group. */
  readonly group: <T>(title: string, phase: () => Promise<T>) => Promise<T>;
  /** Hides a value in everything that the runner prints from now on. */
  readonly mask: (secret: string) => void;
}

export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Aborted when the runner cancels (SIGINT, SIGTERM). */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after so many milliseconds; rejects with CancelledError when the host's signal fires. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Runs a program to its end; a non-zero exit code is an answer, not an error. */
  readonly run: (call: Call) => Promise<Result>;
  readonly fetch: typeof fetch;
  /** The text of a file below the workspace; undefined when there is none. */
  readonly readFile: (path: string) => string | undefined;
}
