/** What GetConsoleOutput shows of a machine of the lab, in the words of cloud-init and of kops' bootstrap script. */

import type {Instance} from '../aws-api.ts';
import {groupOf} from './nodes.ts';

const lines = (instance: Instance, rest: readonly string[]): string => {
  const host = `ip-${instance.privateIp.replaceAll('.', '-')}`;
  const start = Date.parse(instance.launchTime);
  return [
    `[    0.000000] Linux version 6.8.0-aws (lab) #1 SMP ${instance.arch}`,
    `[    4.113018] cloud-init[612]: Cloud-init running 'init' at ${new Date(start).toUTCString()}.`,
    ...rest.map(
      (line, index) => `[${(9.2 + index * 1.7).toFixed(6).padStart(12)}] cloud-init[780]: ${line}`,
    ),
    '',
    `Ubuntu 24.04 LTS ${host} ttyS0`,
    '',
    `${host} login: `,
  ].join('\n');
};

export const consoleOfBooted = (instance: Instance): string =>
  lines(instance, [
    '== nodeup node config starting ==',
    '== Running nodeup ==',
    `nodeup: instance group ${groupOf(instance)} of ${instance.tags.KubernetesCluster}: success`,
    '== nodeup node config done ==',
  ]);

/** The bootstrap script's words when no download location answers (k8s.io/kops/pkg/model/resources). */
export const consoleOfFailed = (instance: Instance): string => {
  const url = `https://artifacts.k8s.io/binaries/kops/1.36.0/linux/${instance.arch === 'arm64' ? 'arm64' : 'amd64'}/nodeup`;
  const attempt = [
    `== Downloading ${url} using curl -f --compressed -Lo nodeup --connect-timeout 20 --retry 6 --retry-delay 10 ==`,
    'curl: (28) Failed to connect to artifacts.k8s.io port 443 after 20001 ms: Timeout was reached',
    `== Failed to download ${url} using curl -f --compressed -Lo nodeup --connect-timeout 20 --retry 6 --retry-delay 10 ==`,
    '== All downloads failed; sleeping before retrying ==',
  ];
  return lines(instance, ['== nodeup node config starting ==', ...attempt, ...attempt]);
};
