/** Phase 1: the pinned kops and kubectl, verified, on the PATH. */

import {checkSkew} from '../kops/skew.js';
import {addPath} from '../outputs.js';
import {remember} from '../state.js';
import {installTool, runnerCache} from '../tools/install.js';
import type {MainContext} from './context.js';
import {phase} from './phase.js';

export interface Tools {
  /** Absolute paths of the programs. */
  readonly kops: string;
  readonly kubectl: string;
}

export interface Versions {
  readonly kopsVersion: string;
  readonly kubernetesVersion: string;
}

export async function install(context: MainContext, versions: Versions): Promise<Tools> {
  const {host, request} = context;
  return phase(host, 'Install', async () => {
    const {kopsVersion: kops, kubernetesVersion: kubernetes} = versions;
    for (const warning of checkSkew({kops, kubernetes, kubectl: kubernetes}))
      host.log.warn(warning);
    const {mirror, pins} = request;
    const cache = runnerCache(host);
    // Both at once: the downloads take longer than anything else in this phase.
    const [kopsTool, kubectlTool] = await Promise.all([
      installTool(host, cache, {tool: 'kops', version: kops, mirror, pins}),
      installTool(host, cache, {tool: 'kubectl', version: kubernetes, mirror, pins}),
    ]);
    for (const {path} of [kopsTool, kubectlTool]) addPath(path);
    remember({kopsFile: kopsTool.file});
    const told = [kopsTool, kubectlTool].map((tool) => {
      const from = tool.cached ? 'cached' : 'downloaded';
      return `${tool.tool} ${tool.version} (${from}, sha256 ${words[tool.source]})`;
    });
    return {
      verdict: told.join(' · '),
      value: {kops: kopsTool.file, kubectl: kubectlTool.file},
    };
  });
}

const words = {
  pinned: 'ok',
  input: 'ok, from the input pins',
  published: 'as published beside it, not pinned',
} as const;
