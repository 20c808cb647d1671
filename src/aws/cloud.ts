/** An AWS account and region that we may act in: credentials, client options, and the same for kops. */

import {Agent as HttpAgent} from 'node:http';
import {Agent as HttpsAgent} from 'node:https';
import * as core from '@actions/core';
import {CloudError, messageOf} from '../errors.js';
import type {Host} from '../host.js';
import {version} from '../version.js';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type ClientOptions = ReturnType<typeof clientOptions>;

export interface Cloud {
  readonly region: string;
  /** The account's twelve digits. */
  readonly account: string;
  /** Spread into the constructor of any AWS client. */
  readonly options: ClientOptions;
  /** The environment that gives kops and kubectl the same region and credentials. */
  readonly programEnv: () => Promise<Record<string, string>>;
}

export interface Place {
  readonly region: string;
  readonly role: string | undefined;
  /** Shown in CloudTrail as the session's name. */
  readonly session: string;
}

/** Whether AWS can be asked at all; without, `plan` works from what the repository holds. */
export function hasCredentials(env: Host['env'], role: string | undefined): boolean {
  const sources = [
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ];
  return role !== undefined || sources.some((name) => env[name]);
}

export async function openCloud(host: Host, place: Place): Promise<Cloud> {
  const credentials = place.role === undefined ? undefined : assumed(host, place, place.role);
  const options = clientOptions(place.region, credentials && (() => credentials(minutes(5))));
  return {
    region: place.region,
    account: await accountOf(options),
    options,
    programEnv: async () => ({
      AWS_REGION: place.region,
      AWS_DEFAULT_REGION: place.region,
      // A program cannot renew its credentials, and a rolling update or a deletion takes long.
      ...(credentials ? variables(await credentials(minutes(45))) : {}),
    }),
  };
}

function clientOptions(region: string, credentials?: () => Promise<Credentials>) {
  // Node's own agents honour HTTPS_PROXY and NO_PROXY only when they are told to.
  const agent = {keepAlive: true, maxSockets: 50, proxyEnv: process.env};
  return {
    region,
    ...(credentials ? {credentials} : {}),
    maxAttempts: 8,
    customUserAgent: `kops-spot/${version}`,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent(agent),
    },
  };
}

async function accountOf(options: ClientOptions): Promise<string> {
  const {GetCallerIdentityCommand, STSClient} = await import('@aws-sdk/client-sts');
  try {
    const identity = await new STSClient(options).send(new GetCallerIdentityCommand({}));
    return identity.Account ?? '';
  } catch (cause) {
    if (cause instanceof CloudError) throw cause;
    if ((cause as Error).name === 'CredentialsProviderError')
      throw new CloudError('KS140', 'no AWS credentials were found', {
        cause,
        cure: 'Give role-to-assume, with `permissions: {id-token: write}` on the job, or run aws-actions/configure-aws-credentials before.',
      });
    throw new CloudError('KS142', `AWS does not say who we are: ${messageOf(cause)}`, {cause});
  }
}

const minutes = (n: number) => n * 60_000;

/** Gives the role's credentials with at least so many milliseconds left, taking the role anew when it must. */
function assumed(host: Host, place: Place, role: string) {
  let current: Promise<Credentials> | undefined;
  return async (left: number): Promise<Credentials> => {
    const known = await current?.catch(() => undefined);
    const until = known?.expiration?.getTime() ?? 0;
    if (known === undefined || until - host.now() < left) current = assume(host, place, role);
    return current ?? assume(host, place, role);
  };
}

async function assume(host: Host, place: Place, role: string): Promise<Credentials> {
  const token = await identityToken(role);
  const {AssumeRoleWithWebIdentityCommand, STSClient} = await import('@aws-sdk/client-sts');
  try {
    const answer = await new STSClient(clientOptions(place.region)).send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: role,
        RoleSessionName: place.session.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64),
        WebIdentityToken: token,
      }),
    );
    const got = answer.Credentials;
    if (!got?.AccessKeyId || !got.SecretAccessKey) throw new Error('STS gave no credentials');
    for (const secret of [got.SecretAccessKey, got.SessionToken]) host.log.mask(secret ?? '');
    return {
      accessKeyId: got.AccessKeyId,
      secretAccessKey: got.SecretAccessKey,
      ...(got.SessionToken ? {sessionToken: got.SessionToken} : {}),
      ...(got.Expiration ? {expiration: got.Expiration} : {}),
    };
  } catch (cause) {
    throw new CloudError('KS141', `${role} cannot be assumed: ${messageOf(cause)}`, {
      cause,
      cure: `The role's trust policy must accept this job. Its token says sub "${subjectOf(token)}", aud "sts.amazonaws.com".`,
    });
  }
}

async function identityToken(role: string): Promise<string> {
  try {
    return await core.getIDToken('sts.amazonaws.com');
  } catch (cause) {
    throw new CloudError('KS141', `${role} cannot be assumed: GitHub gave no OIDC token`, {
      cause,
      cure: 'The job needs `permissions: {id-token: write}`. Pull requests from forks never get a token.',
    });
  }
}

/** Claims are no secret; the token is. */
function subjectOf(token: string): string {
  try {
    const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    return String(JSON.parse(claims).sub);
  } catch {
    return 'unreadable';
  }
}

function variables(credentials: Credentials): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken ? {AWS_SESSION_TOKEN: credentials.sessionToken} : {}),
  };
}
