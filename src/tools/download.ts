/** Downloads with a limit on time and size, and with the hash of what came. */

import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {open} from 'node:fs/promises';
import {messageOf, ToolError} from '../errors.js';
import type {Host} from '../host.js';
import {isTrustworthy} from './urls.js';

export interface Limits {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds for one attempt. */
  readonly time: number;
}

/** kops 1.36 has about 150 MB, kubectl 60 MB. */
const toolLimits: Limits = {size: 512 * 1024 * 1024, time: 10 * 60_000};
const textLimits: Limits = {size: 4096, time: 30_000};

/** Milliseconds before each further attempt. */
const pauses = [2_000, 8_000];

/** Worth another attempt: the server is busy or the connection broke. */
class Passing extends Error {}

/** Another attempt would end alike. */
class Refused extends Error {}

/** Writes what a URL serves into a new file and returns its sha256; throws KS132. */
export async function downloadFile(
  host: Host,
  what: string,
  url: URL,
  file: string,
  limits = toolLimits,
): Promise<string> {
  return attempts(host, what, url, async () => {
    const hash = createHash('sha256');
    // Another attempt begins the file anew. Nobody can run it before its hash is known.
    const target = await open(file, 'w', 0o600);
    try {
      for await (const chunk of body(host, url, limits)) {
        hash.update(chunk);
        await target.writeFile(chunk);
      }
    } finally {
      await target.close();
    }
    return hash.digest('hex');
  });
}

/** The text of a short file; throws KS132. */
export async function downloadText(host: Host, what: string, url: URL): Promise<string> {
  return attempts(host, what, url, async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body(host, url, textLimits)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  });
}

/** The sha256 of a file on disk, as lower-case hexadecimal digits. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function attempts<T>(
  host: Host,
  what: string,
  url: URL,
  attempt: () => Promise<T>,
): Promise<T> {
  for (const pause of [...pauses, undefined]) {
    try {
      return await attempt();
    } catch (error) {
      host.signal.throwIfAborted();
      if (pause === undefined || !(error instanceof Passing)) throw failure(what, url, error);
      host.log.say(`${what}: ${messageOf(error)}; again in ${pause / 1000} s`);
      await host.sleep(pause);
    }
  }
  throw new Error('unreachable: the last attempt returns or throws');
}

/** The bytes of a response, as they come. */
async function* body(host: Host, url: URL, limits: Limits): AsyncGenerator<Uint8Array> {
  const timeout = AbortSignal.timeout(limits.time);
  const signal = AbortSignal.any([host.signal, timeout]);
  try {
    const response = await follow(host, url, signal);
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > limits.size) throw new Refused(`more than ${limits.size} bytes came`);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    if (timeout.aborted) throw new Refused(`not complete after ${limits.time / 1000} s`);
    // fetch itself only says "fetch failed"; its cause says what happened.
    throw new Passing(messageOf((error as Error).cause ?? error));
  }
}

/** Follows redirects by hand: each hop must be as trustworthy as the first. */
async function follow(host: Host, url: URL, signal: AbortSignal): Promise<Response> {
  let at = url;
  for (let hops = 0; hops < 6; hops++) {
    const response = await host.fetch(at, {signal, redirect: 'manual'});
    if (response.ok) return response;
    await response.body?.cancel();
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) {
      const answer = `${at.host} answered ${response.status} ${response.statusText}`.trim();
      throw [408, 429].includes(response.status) || response.status >= 500
        ? new Passing(answer)
        : new Refused(answer);
    }
    at = new URL(location, at);
    if (!isTrustworthy(at)) throw new Refused(`it redirects to ${at.origin}, which is not https`);
  }
  throw new Refused('it redirects without end');
}

function failure(what: string, url: URL, error: unknown): ToolError {
  const message = `${what} cannot be downloaded from ${url.href}: ${messageOf(error)}`;
  return new ToolError('KS132', message, {
    cure:
      'Check that the version exists and that the runner reaches this server (HTTPS_PROXY and NO_PROXY ' +
      'are honoured), or name another server in the input `mirror`.',
  });
}
