/** Where kops and kubectl are downloaded from. */

import {InputError, ToolError} from '../errors.js';
import type {Tool} from './pins.js';
import type {Platform} from './platform.js';

/** The sites of the releases: kops' README and https://kubernetes.io/releases/download/. */
const sites: Readonly<Record<Tool, string>> = {
  kops: 'https://github.com',
  kubectl: 'https://dl.k8s.io',
};

/** The URL of a tool, at its official site or below a mirror that serves the same paths. */
export function toolUrl(tool: Tool, version: string, platform: Platform, mirror?: string): URL {
  // The version becomes part of a URL and of a path on disk.
  if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version))
    throw new ToolError('KS130', `${tool}: "${version}" is not a full version`, {
      cure: 'Write it out, like 1.36.0.',
    });
  const base = mirror === undefined ? sites[tool] : mirrorBase(mirror);
  const [os, arch] = platform.split('/');
  const path =
    tool === 'kops'
      ? `/kubernetes/kops/releases/download/v${version}/kops-${os}-${arch}`
      : `/release/v${version}/bin/${os}/${arch}/kubectl`;
  return new URL(base + path);
}

/** https anywhere; http only where no network lies between: on a loopback address. */
export function isTrustworthy(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function mirrorBase(mirror: string): string {
  const url = URL.canParse(mirror) ? new URL(mirror) : undefined;
  const plain = url && !url.username && !url.password && !url.search && !url.hash;
  if (url && plain && isTrustworthy(url)) return url.href.replace(/\/+$/, '');
  // A password in it, if any, stays out of the message.
  throw new InputError('KS120', `mirror: ${url ? url.origin : `"${mirror}"`} is not a base URL`, {
    cure: 'Write https://host/path without user, query or fragment; http only with a loopback address.',
  });
}
