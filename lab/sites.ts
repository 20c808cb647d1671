/** The few public sites that the lab answers for, over TLS with certificates of its own authority. */

import {readFile} from 'node:fs/promises';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {createServer, type Server} from 'node:https';
import {ensureAuthority, issue, type KeyPair} from './certificates.ts';

/** Of TEST-NET-3 (RFC 5737): nobody's address. */
const PUBLIC_ADDRESS = '203.0.113.7';

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const notFound = (response: ServerResponse, host: string, path: string): void => {
  response.writeHead(404, {'content-type': 'text/plain'});
  response.end(`the lab's ${host} has no ${path}\n`);
};

const siteAnswers = (channel: string): Readonly<Record<string, Answer>> => ({
  'checkip.amazonaws.com': async (_, response) => {
    response.writeHead(200, {'content-type': 'text/plain'});
    response.end(`${PUBLIC_ADDRESS}\n`);
  },
  'raw.githubusercontent.com': async (request, response) => {
    if (request.url !== '/kubernetes/kops/master/channels/stable') {
      return notFound(response, 'raw.githubusercontent.com', request.url ?? '/');
    }
    response.writeHead(200, {'content-type': 'text/plain'});
    response.end(await readFile(channel));
  },
});

export const SITES = ['checkip.amazonaws.com', 'raw.githubusercontent.com'] as const;

/** Made by `up`, so that a shell can trust it before the daemon runs. */
export const ensureSiteAuthority = (pki: string): Promise<KeyPair> =>
  ensureAuthority(pki, 'kops-spot-lab');

/** A TLS server that listens nowhere: the proxy hands it connections. */
export const openSites = async (pki: string, channel: string): Promise<Server> => {
  const authority = await ensureSiteAuthority(pki);
  const pair = await issue(authority, pki, 'sites', {
    subject: '/CN=sites of the lab',
    usage: 'serverAuth',
    names: SITES.map((host) => `DNS:${host}`),
  });
  const answers = siteAnswers(channel);
  const options = {key: await readFile(pair.key), cert: await readFile(pair.certificate)};
  return createServer(options, (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const answer = Object.hasOwn(answers, host) ? answers[host] : undefined;
    if (answer === undefined) notFound(response, host, request.url ?? '/');
    else void answer(request, response).catch((error) => response.destroy(error));
  });
};
