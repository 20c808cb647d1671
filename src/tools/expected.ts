/** Which sha256 a tool must have, and who says so. */

import {InputError, ToolError} from '../errors.js';
import type {Host} from '../host.js';
import {downloadText} from './download.js';
import {builtIn, findPin, type Pin, type Tool} from './pins.js';
import type {Platform} from './platform.js';

/** `pinned`: pins.json; `input`: the input `pins`; `published`: the file beside the download. */
export type HashSource = 'pinned' | 'input' | 'published';

export interface Expected {
  readonly sha256: string;
  readonly source: HashSource;
  /** Names the source in an error message. */
  readonly from: string;
}

export interface Wanted {
  readonly tool: Tool;
  readonly version: string;
  readonly platform: Platform;
  readonly pins: readonly Pin[];
  /** The download comes from a mirror, which may carry builds of its own. */
  readonly mirrored: boolean;
}

/**
 * The built-in hash of an official build cannot be replaced; a mirror's can, by the input. Only for a
 * version that neither knows is the hash beside the download taken: it shows a broken download, not a
 * forged one.
 */
export async function expectedHash(host: Host, wanted: Wanted, url: URL): Promise<Expected> {
  const {tool, version, platform, pins, mirrored} = wanted;
  const own = builtIn(tool, version, platform);
  const given = findPin(pins, tool, version, platform);
  if (own && given && !mirrored && own.sha256 !== given.sha256)
    throw new InputError(
      'KS120',
      `pins: the hash of ${tool} ${version} ${platform} is not that of the official build, ${own.sha256}`,
      {cure: 'Take the line away, or name the server of that build in the input `mirror`.'},
    );
  if (given && (mirrored || !own))
    return {sha256: given.sha256, source: 'input', from: 'the input `pins`'};
  if (own) return {sha256: own.sha256, source: 'pinned', from: own.source};
  return published(host, tool, new URL(`${url.href}.sha256`));
}

/** Such a file holds a bare hash, or a hash and a name, as sha256sum writes them. */
async function published(host: Host, tool: Tool, url: URL): Promise<Expected> {
  const text = await downloadText(host, tool, url);
  const sha256 = /^([0-9a-f]{64})(\s|$)/i.exec(text.trim())?.[1]?.toLowerCase();
  if (sha256 !== undefined) return {sha256, source: 'published', from: url.href};
  throw new ToolError('KS131', `${tool}: ${url.href} holds no sha256`, {
    cure: `Give the hash of ${tool} in the input \`pins\`.`,
  });
}
