/** Brings a tool onto this machine: from the runner's tool cache or by download, verified either way. */

import {randomUUID} from 'node:crypto';
import {chmod, rm} from 'node:fs/promises';
import {join} from 'node:path';
import * as toolCache from '@actions/tool-cache';
import {InputError, ToolError} from '../errors.js';
import type {Host} from '../host.js';
import {downloadFile, hashFile} from './download.js';
import {type Expected, expectedHash, type HashSource} from './expected.js';
import type {Pin, Tool} from './pins.js';
import {type Platform, platformOf} from './platform.js';
import {toolUrl} from './urls.js';

/** The runner's tool cache, as far as it is needed: folders by tool, version and kind of build. */
export interface ToolCache {
  /** The folder of a build, or undefined when it is not there. */
  readonly find: (tool: string, version: string, build: string) => string | undefined;
  /** Copies a file under the tool's name into the cache and returns its folder. */
  readonly add: (file: string, tool: string, version: string, build: string) => Promise<string>;
  /** A folder for downloads that are not verified yet. */
  readonly temp: string;
}

export interface ToolRequest {
  readonly tool: Tool;
  readonly version: string;
  /** The base URL of another server; it serves the paths of the official sites. */
  readonly mirror?: string | undefined;
  readonly pins: readonly Pin[];
  /** This machine's, if not given. */
  readonly platform?: Platform;
}

export interface InstalledTool {
  readonly tool: Tool;
  readonly version: string;
  /** The folder to put on the PATH. */
  readonly path: string;
  /** The program itself, as an absolute path. */
  readonly file: string;
  readonly cached: boolean;
  /** Who said which hash is right. */
  readonly source: HashSource;
  readonly sha256: string;
}

/** Throws KS120 (input), KS131 (wrong bytes), KS132 (no download) or KS133 (no such machine). */
export async function installTool(
  host: Host,
  cache: ToolCache,
  request: ToolRequest,
): Promise<InstalledTool> {
  const {tool, version, mirror, pins} = request;
  const platform = request.platform ?? platformOf(process.platform, process.arch);
  const url = toolUrl(tool, version, platform, mirror);
  const wanted = {tool, version, platform, pins, mirrored: mirror !== undefined};
  const expected = await expectedHash(host, wanted, url);
  const {sha256, source} = expected;
  // A mirror's own build of a version lies beside the official one, never in its place.
  const build = `${platform.replace('/', '-')}-${sha256.slice(0, 16)}`;

  const found = cache.find(tool, version, build);
  const path = found ?? (await download(host, cache, request, {url, build, expected}));
  const file = join(path, tool);
  if (found !== undefined) await verifyCached(file, request, expected);
  return {tool, version, path, file, cached: found !== undefined, source, sha256};
}

async function download(
  host: Host,
  cache: ToolCache,
  {tool, version}: ToolRequest,
  {url, build, expected}: {readonly url: URL; readonly build: string; readonly expected: Expected},
): Promise<string> {
  const name = `${tool} ${version}`;
  const file = join(cache.temp, `${tool}-${randomUUID()}`);
  try {
    host.log.say(`${name}: downloading ${url.href}`);
    const actual = await downloadFile(host, name, url, file);
    if (actual !== expected.sha256)
      throw wrongBytes(`${name} from ${url.href}`, actual, expected, {
        cure:
          'Do not use that file: it was changed on its way, or it is another build. For a mirror with ' +
          'builds of its own, give their hashes in the input `pins`.',
      });
    await chmod(file, 0o755); // the cache copies the mode, too
    return await cache.add(file, tool, version, build);
  } finally {
    await rm(file, {force: true});
  }
}

/** A cache on a self-hosted runner is kept between jobs: whatever ran there may have written to it. */
async function verifyCached(
  file: string,
  {tool, version}: ToolRequest,
  expected: Expected,
): Promise<void> {
  const cure = `Delete ${file}, and find out how it came to change; the next run downloads it again.`;
  const actual = await hashFile(file).catch((cause: unknown) => {
    throw new ToolError('KS131', `the cached ${file} cannot be read`, {cause, cure});
  });
  if (actual !== expected.sha256)
    throw wrongBytes(`the cached ${tool} ${version}, ${file},`, actual, expected, {cure});
}

function wrongBytes(
  what: string,
  actual: string,
  {sha256, from}: Expected,
  details: {readonly cure: string},
): ToolError {
  const message = `${what} has sha256 ${actual}, but ${sha256} is expected (by ${from})`;
  return new ToolError('KS131', message, details);
}

/** The tool cache of the runner that this process runs on. */
export function runnerCache(host: Host): ToolCache {
  const temp = host.env.RUNNER_TEMP;
  if (!temp || !host.env.RUNNER_TOOL_CACHE)
    throw new InputError('KS120', 'RUNNER_TEMP and RUNNER_TOOL_CACHE are not both set', {
      cure: 'GitHub’s runner sets them; elsewhere, name a folder in each.',
    });
  return {
    temp,
    find: (tool, version, build) => toolCache.find(tool, version, build) || undefined,
    add: (file, tool, version, build) => toolCache.cacheFile(file, tool, tool, version, build),
  };
}
