/** The real host: this process on a GitHub runner. */

import {existsSync, readFileSync, realpathSync, statSync} from 'node:fs';
import {sep} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import * as core from '@actions/core';
import {CancelledError} from './errors.js';
import type {Host, Log} from './host.js';
import {runProgram} from './process.js';

/** Aborts on the runner's first signal (SIGINT, 7.5 s later SIGTERM: GitHub's workflow cancellation). */
function cancellation(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(new CancelledError());
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}

export function runnerHost(): Host {
  const signal = cancellation();
  return {
    env: process.env,
    log: runnerLog(),
    signal,
    now: Date.now,
    sleep: async (ms) => {
      try {
        await delay(ms, undefined, {signal});
      } catch (cause) {
        throw new CancelledError(undefined, {cause});
      }
    },
    run: (call) => runProgram(call, signal),
    fetch: (url, init) => fetch(url, init),
    readFile: (path) => readWithin(process.env.GITHUB_WORKSPACE || '.', path),
  };
}

/** A pull request may commit a link to any file of the runner: what lies outside of the workspace is not there. */
function readWithin(workspace: string, path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const real = realpathSync(path);
  const inside = real.startsWith(`${realpathSync(workspace)}${sep}`);
  return inside && statSync(real).isFile() ? readFileSync(real, 'utf8') : undefined;
}

function runnerLog(): Log {
  return {
    say: (line) => core.info(harmless(line)),
    quote: (text) => {
      for (const line of text.split(/\r\n|\r|\n/)) core.info(`    ${quoted(line)}`);
    },
    debug: (line) => core.debug(line),
    notice: (line) => core.notice(line),
    warn: (line) => core.warning(line),
    group: async (title, phase) => {
      core.startGroup(harmless(title));
      try {
        return await phase();
      } finally {
        core.endGroup();
      }
    },
    mask: (secret) => {
      if (secret !== '') core.setSecret(secret);
    },
  };
}

/** Our own lines may carry a name from elsewhere: on one line, and never a command. */
function harmless(line: string): string {
  return quoted(line.replaceAll(/[\r\n]+/g, ' '));
}

/**
 * The runner takes a line for a command when it starts with `::` after blanks, or holds `##[` anywhere
 * (actions/runner, ActionCommand.cs). Terminal escapes are dropped, tabs kept.
 */
export function quoted(line: string): string {
  return line
    .replaceAll(unprintable, '')
    .replace(/^(\s*)::/, '$1: :')
    .replaceAll('##[', '## [');
}

/** Terminal escapes, and all control characters but the tab. */
const unprintable = /(?!\t)\p{Cc}(?:\[[0-9;]*[A-Za-z])?|[\u2028\u2029]/gu;
