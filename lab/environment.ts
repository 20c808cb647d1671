/** The environment in which unmodified programs meet the lab where they expect AWS, GitHub and download sites. */

import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {readText, writeText} from './files.ts';
import type {LabPaths} from './paths.ts';
import {ensureSiteAuthority} from './sites.ts';
import type {LabState} from './state.ts';
import {ARCHITECTURE, KOPS_VERSION, KUBERNETES_VERSION} from './tools/go.ts';

export const STATE_BUCKET = 'kops-spot-lab-state';

/** Where Linux distributions keep the public authorities, in the order in which Go looks. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
] as const;

const systemBundle = async (): Promise<string> => {
  for (const path of SYSTEM_BUNDLES) {
    const text = await readText(path);
    if (text !== undefined) return text;
  }
  return '';
};

const trustFiles = (paths: LabPaths) => ({
  authority: join(paths.pki, 'kops-spot-lab.crt'),
  bundle: join(paths.pki, 'bundle.crt'),
});

/** The lab's authority, and a bundle of it with the system's: SSL_CERT_FILE replaces those for Go and curl. */
export const writeTrust = async (paths: LabPaths): Promise<void> => {
  const {certificate} = await ensureSiteAuthority(paths.pki);
  const own = await readFile(certificate, 'utf8');
  await writeText(trustFiles(paths).bundle, `${await systemBundle()}\n${own}`);
};

const awsVariables = (aws: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: aws,
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
  // kops' S3 wants these; with an endpoint URL alone it refuses its own dual-stack setting.
  S3_ENDPOINT: aws,
  S3_REGION: 'us-east-1',
  S3_ACCESS_KEY_ID: 'test',
  S3_SECRET_ACCESS_KEY: 'test',
});

/** Under both spellings: a caller's own small ones would win in curl and in Node's clients. */
const proxyVariables = (proxy: string): Readonly<Record<string, string>> => {
  const around = '127.0.0.1,localhost';
  return {HTTPS_PROXY: proxy, https_proxy: proxy, NO_PROXY: around, no_proxy: around};
};

/** All variables except PATH, whose value depends on the shell that reads them. */
export const labVariables = (
  paths: LabPaths,
  state: LabState,
): Readonly<Record<string, string>> => {
  const mirror = `http://127.0.0.1:${state.ports.daemon}`;
  const {authority, bundle} = trustFiles(paths);
  const platform = `linux/${ARCHITECTURE}`;
  return {
    ...awsVariables(`http://127.0.0.1:${state.ports.aws}`),
    KOPS_STATE_STORE: `s3://${STATE_BUCKET}`,
    KOPS_BASE_URL: `${mirror}/kops/${KOPS_VERSION}`,
    KOPS_FEATURE_FLAGS: '-ImageDigest',
    KUBECONFIG: paths.kubeconfig,
    ...proxyVariables(`http://127.0.0.1:${state.ports.proxy}`),
    SSL_CERT_FILE: bundle,
    // curl prefers this one, should the caller have it.
    CURL_CA_BUNDLE: bundle,
    NODE_EXTRA_CA_CERTS: authority,
    ACTIONS_ID_TOKEN_REQUEST_URL: `${mirror}/oidc/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: state.requestToken,
    INPUT_MIRROR: mirror,
    INPUT_PINS: [
      `kops ${KOPS_VERSION} ${platform} ${state.kops.sha256}`,
      `kubectl ${KUBERNETES_VERSION} ${platform} ${state.kubelab.sha256}`,
    ].join('\n'),
  };
};

/** In front of the PATH: kops, kubectl and act of the lab. */
export const toolLinks = (state: LabState): Readonly<Record<string, string>> => ({
  kops: state.kops.file,
  kubectl: state.kubelab.file,
  act: join(state.python, 'act'),
});

/** The AWS CLI v1 has an endpoint of its own for queues, which AWS_ENDPOINT_URL does not replace. */
export const awsScript = (state: LabState): string =>
  `#!/bin/sh\nexec '${join(state.python, 'aws')}' --endpoint-url "$AWS_ENDPOINT_URL" "$@"\n`;

export const pathWith = (paths: LabPaths, path: string | undefined): string =>
  [
    paths.bin,
    ...(path ?? dirname(process.execPath)).split(':').filter((entry) => entry !== paths.bin),
  ].join(':');
