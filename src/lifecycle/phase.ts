/** A phase of a command: a folded group in the log, and its verdict with the time on the line below. */

import {formatDuration} from '../duration.js';
import type {Host} from '../host.js';

export interface Verdict<T> {
  /** One line: what is true now. */
  readonly verdict: string;
  readonly value: T;
}

export async function phase<T>(
  host: Host,
  name: string,
  work: () => Promise<Verdict<T>>,
): Promise<T> {
  const start = host.now();
  const line = (mark: string, text: string) => {
    const time = formatDuration(host.now() - start);
    host.log.say(`${mark} ${name.padEnd(9)} ${text.padEnd(86)} ${time}`);
  };
  try {
    const {verdict, value} = await host.log.group(name, work);
    line('✓', verdict);
    return value;
  } catch (error) {
    line('✗', 'failed');
    throw error;
  }
}
