/** Hashes that are known before a download: those of pins.json, and the lines of the input `pins`. */

import {InputError} from '../errors.js';
import known from './pins.json' with {type: 'json'};
import {type Platform, platforms} from './platform.js';

export const tools = ['kops', 'kubectl'] as const;
export type Tool = (typeof tools)[number];

export interface Pin {
  readonly tool: Tool;
  /** Full and without a `v`: `1.36.0`. */
  readonly version: string;
  readonly platform: Platform;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

interface Group {
  /** Where the hashes were read. */
  readonly source: string;
  /** By version, then by platform. */
  readonly sha256: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const groups: Readonly<Record<Tool, Group>> = known;

/** The hash that this release of kops-spot carries for an official build, and where that was read. */
export function builtIn(
  tool: Tool,
  version: string,
  platform: Platform,
): {readonly sha256: string; readonly source: string} | undefined {
  const {source, sha256: versions} = groups[tool];
  const sha256 = versions[version]?.[platform];
  return sha256 === undefined ? undefined : {sha256, source};
}

const form =
  /^(\S+)\s+v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)\s+(\S+)\s+(?:sha256:)?([0-9a-fA-F]{64})$/;

/** Reads the input `pins`, a pin a line; blank lines and `#` comments are passed over. */
export function parsePins(text: string): readonly Pin[] {
  const pins: Pin[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const words = line.replace(/(^|\s)#.*$/, '').trim();
    if (words === '') continue;
    const pin = parsePin(words, index + 1);
    const other = findPin(pins, pin.tool, pin.version, pin.platform);
    if (other && other.sha256 !== pin.sha256)
      throw wrong(index + 1, words, 'contradicts an earlier line');
    if (!other) pins.push(pin);
  }
  return pins;
}

export function findPin(
  pins: readonly Pin[],
  tool: Tool,
  version: string,
  platform: Platform,
): Pin | undefined {
  return pins.find((p) => p.tool === tool && p.version === version && p.platform === platform);
}

function parsePin(words: string, line: number): Pin {
  const [, name, version, machine, sha256] = form.exec(words) ?? [];
  if (version === undefined || sha256 === undefined) throw wrong(line, words, 'is not a pin');
  const tool = tools.find((known) => known === name);
  if (tool === undefined) throw wrong(line, words, `names a tool other than ${tools.join(', ')}`);
  const platform = platforms.find((known) => known === machine);
  if (platform === undefined)
    throw wrong(line, words, `names a platform other than ${platforms.join(', ')}`);
  return {tool, version, platform, sha256: sha256.toLowerCase()};
}

function wrong(line: number, words: string, why: string): InputError {
  return new InputError('KS120', `pins, line ${line}: "${words}" ${why}`, {
    cure: 'A line looks like `kops 1.36.0 linux/amd64 <64 hexadecimal digits>`.',
  });
}
