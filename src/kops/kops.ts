/** One kops binary and one cluster of its state store. */

import {ToolError} from '../errors.js';
import type {Host, Result} from '../host.js';
import {parseLogLine, reasons} from './answers.js';
import type {Target} from './argv.js';

export interface Kops {
  readonly target: Target;
  readonly call: (argv: readonly string[], options?: CallOptions) => Promise<Result>;
  /** As `call`, and a failure is a ToolError with what kops named as its cause. */
  readonly must: (argv: readonly string[], options?: CallOptions) => Promise<Result>;
  /** Every different warning that kops has given so far. */
  readonly warnings: () => readonly string[];
}

export interface CallOptions {
  /** Shows kops' lines as they come. */
  readonly show?: boolean;
  readonly onLine?: (line: string) => void;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Warnings that follow from what kops-spot sets on purpose (a closed channel, closed SSH, a first set of keys), or that
 * a user can do nothing about.
 */
const noise = [
  /^failed to digest image/,
  /^Unable to reach the kubernetes API/,
  /^unable to find version information for (kops|kubernetes) version .* in channel$/,
  /^SSHAccess is empty$/,
  /^CA private key was not found$/,
  /^(FeatureFlag|ParseFlags:) /,
];

export function openKops(
  host: Host,
  target: Target,
  binary: string,
  env: () => Promise<Readonly<Record<string, string>>>,
): Kops {
  const warnings = new Set<string>();
  const call = async (argv: readonly string[], options: CallOptions = {}) => {
    host.log.debug(`kops ${argv.join(' ')}`);
    return host.run({
      program: binary,
      args: argv,
      env: {...(await env()), KOPS_STATE_STORE: target.state, ...options.env},
      ...(options.timeout === undefined ? {} : {timeout: options.timeout}),
      onLine: (line) => {
        options.onLine?.(line);
        const {level, text} = parseLogLine(line);
        if (noise.some((pattern) => pattern.test(text))) return;
        if (level === 'warning') warnings.add(text);
        if (options.show && text.trim() !== '')
          host.log.quote(level === 'warning' ? `warning: ${text}` : text);
      },
    });
  };
  const must = async (argv: readonly string[], options: CallOptions = {}) => {
    const result = await call(argv, options);
    host.signal.throwIfAborted();
    if (result.code === 0) return result;
    const [first = 'it gave no reason', ...rest] = reasons(`${result.stdout}\n${result.stderr}`);
    const cause = rest.length > 0 ? new Error(rest.join('\n')) : undefined;
    const ended = result.code === null ? 'was ended' : `exited with ${result.code}`;
    throw new ToolError('KS150', `kops ${argv.slice(0, 2).join(' ')} ${ended}: ${first}`, {cause});
  };
  return {target, call, must, warnings: () => [...warnings]};
}
