/** The machines that kops and kubectl are both released for. */

import {ToolError} from '../errors.js';

/** As the release sites write them: operating system, slash, Go's name of the architecture. */
export const platforms = ['linux/amd64', 'linux/arm64', 'darwin/amd64', 'darwin/arm64'] as const;
export type Platform = (typeof platforms)[number];

/** What Node calls an architecture, in Go's words. */
const goArch: Readonly<Record<string, string>> = {x64: 'amd64', arm64: 'arm64'};

/** The platform of Node's `process.platform` and `process.arch`; throws KS133 for any other. */
export function platformOf(os: string, arch: string): Platform {
  const platform = platforms.find((known) => known === `${os}/${goArch[arch] ?? ''}`);
  if (platform !== undefined) return platform;
  throw new ToolError('KS133', `there is no kops and kubectl for ${os} on ${arch}`, {
    cure: `Run the job on one of ${platforms.join(', ')}; ubuntu-latest is linux/amd64.`,
  });
}
