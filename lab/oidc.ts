/** GitHub's OIDC token service, as core.getIDToken() of @actions/core asks it. */

import {createSign, generateKeyPairSync, randomUUID} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';

const ISSUER = 'https://token.actions.githubusercontent.com';
const LIFETIME_S = 300;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** GitHub's claims (docs.github.com, "OpenID Connect reference"), for a push to main of the lab's repository. */
const claims = (audience: string): object => {
  const now = Math.floor(Date.now() / 1000);
  const repository = 'kops-spot/lab';
  return {
    jti: randomUUID(),
    iss: ISSUER,
    aud: audience,
    sub: `repo:${repository}:ref:refs/heads/main`,
    iat: now,
    nbf: now,
    exp: now + LIFETIME_S,
    ref: 'refs/heads/main',
    ref_type: 'branch',
    sha: '0'.repeat(40),
    repository,
    repository_id: '1',
    repository_owner: 'kops-spot',
    repository_owner_id: '2',
    repository_visibility: 'public',
    actor: 'lab',
    actor_id: '3',
    workflow: 'lab',
    workflow_ref: `${repository}/.github/workflows/lab.yml@refs/heads/main`,
    job_workflow_ref: `${repository}/.github/workflows/lab.yml@refs/heads/main`,
    event_name: 'push',
    run_id: '1',
    run_number: '1',
    run_attempt: '1',
    runner_environment: 'github-hosted',
  };
};

export interface TokenService {
  /** Answers `/oidc/token?…&audience=A` and `/oidc/jwks`; false for other paths. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => boolean;
}

const sendJson = (response: ServerResponse, status: number, value: object): void => {
  response.writeHead(status, {'content-type': 'application/json'});
  response.end(JSON.stringify(value));
};

/** A token service with a key of its own, made now. */
export const openTokenService = (requestToken: string): TokenService => {
  const {privateKey, publicKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
  const kid = randomUUID();
  const sign = (audience: string): string => {
    const text = `${encode({alg: 'RS256', typ: 'JWT', kid})}.${encode(claims(audience))}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
  };
  const jwk = {...publicKey.export({format: 'jwk'}), kid, use: 'sig', alg: 'RS256'};
  return {
    answer: (request, response) => {
      const url = new URL(request.url ?? '/', 'http://oidc');
      if (url.pathname === '/oidc/jwks') {
        sendJson(response, 200, {keys: [jwk]});
        return true;
      }
      if (url.pathname !== '/oidc/token') return false;
      if (request.headers.authorization !== `Bearer ${requestToken}`) {
        sendJson(response, 401, {message: 'the bearer is not ACTIONS_ID_TOKEN_REQUEST_TOKEN'});
        return true;
      }
      // Without an audience GitHub takes the owner's URL.
      const audience = url.searchParams.get('audience') ?? 'https://github.com/kops-spot';
      sendJson(response, 200, {value: sign(audience)});
      return true;
    },
  };
};
