/** What goes wrong, in words: each error has a code that docs/troubleshooting.md explains. */

/** A place in a file of the user's, counted from 1, as editors do. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly col: number;
}

/** Every code, with the sentence that heads its section in the docs. */
export const codes = {
  KS100: 'Something went wrong that kops-spot did not foresee',
  KS101: 'The spec file cannot be read',
  KS102: 'The spec is not valid YAML',
  KS103: 'A value has the wrong type or form',
  KS104: 'A version is not full',
  KS105: 'A key has no value',
  KS106: 'A key is written twice',
  KS107: 'Anchors, aliases and tags are not accepted',
  KS108: 'The spec is too large',
  KS109: 'A required key is missing',
  KS110: 'Two values contradict each other',
  KS111: 'A kops document cannot be used',
  KS112: 'A key is unknown',
  KS113: 'A kops document contradicts what kops-spot sets',
  KS114: 'No zones are known for the region',
  KS120: 'An input is wrong',
  KS121: 'The pull request is not known',
  KS130: 'kops and Kubernetes versions do not go together',
  KS131: 'A tool does not have the bytes that it should have',
  KS132: 'A tool cannot be downloaded',
  KS133: 'There is no tool for this machine',
  KS140: 'AWS credentials are missing',
  KS141: 'The IAM role cannot be assumed',
  KS142: 'AWS refused a call',
  KS143: 'The state bucket cannot be used',
  KS144: 'The cluster belongs to somebody else',
  KS145: 'The address of this runner cannot be found out',
  KS146: 'The credentials are of another account',
  KS150: 'kops failed',
  KS151: 'kops stored something other than what it was given',
  KS153: 'There is no such cluster',
  KS160: 'The cluster did not become ready in time',
  KS161: 'The cluster cannot become ready',
  KS170: 'Something is left in the account',
  KS171: 'The deadline of the teardown has passed',
  KS180: 'The run was cancelled',
} as const;

export type Code = keyof typeof codes;

/** One thing that is wrong in a file of the user's. */
export interface Problem {
  readonly code: Code;
  /** What is wrong and what to write instead, as one line. */
  readonly message: string;
  readonly at: Position;
}

interface Details {
  /** What the user can do about it, as one or more sentences. */
  readonly cure?: string;
  readonly cause?: unknown;
}

/** The base of all errors that kops-spot raises on purpose. */
export class KopsSpotError extends Error {
  readonly code: Code;
  readonly cure: string | undefined;

  constructor(code: Code, message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : {cause: details.cause});
    this.name = new.target.name;
    this.code = code;
    this.cure = details.cure;
  }
}

/** All that is wrong in the spec, at once. */
export class SpecError extends KopsSpotError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly [Problem, ...Problem[]]) {
    const [first] = problems;
    const n = problems.length;
    super(first.code, `${n} ${n === 1 ? 'error' : 'errors'} in ${first.at.file}`, {});
    this.problems = problems;
  }
}

/** An input of the action, or the runner's environment, is not as it must be. */
export class InputError extends KopsSpotError {}

/** A program that kops-spot installs or runs failed. */
export class ToolError extends KopsSpotError {}

/** AWS refused or failed. */
export class CloudError extends KopsSpotError {}

/** The cluster did not do what was asked. */
export class ClusterError extends KopsSpotError {}

/** Something that costs money, or may, is left behind. */
export class LeakError extends KopsSpotError {}

/** The runner asked us to stop. */
export class CancelledError extends KopsSpotError {
  constructor(message = 'cancelled', details: Details = {}) {
    super('KS180', message, details);
  }
}

/** The message of anything that can be thrown, on one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replaceAll(/\s*\n\s*/g, ' · ').trim();
}

/** The causes below an error, outermost first; cycles end the walk. */
export function causesOf(error: unknown): string[] {
  const seen = new Set<unknown>([error]);
  const lines: string[] = [];
  for (let at = (error as Error)?.cause; at !== undefined && !seen.has(at); ) {
    seen.add(at);
    lines.push(messageOf(at));
    at = (at as Error).cause;
  }
  return lines;
}
