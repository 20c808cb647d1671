import {readFile} from 'node:fs/promises';
import {Agent, request as httpsRequest} from 'node:https';
import type {KeyPair} from '../certificates.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The apiserver, asked with a client certificate instead of a kubectl process per question. */
export interface KubeClient {
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    contentType?: string,
  ) => Promise<Answer>;
  /** The answer's JSON; undefined for 404; any other failure is thrown with the apiserver's message. */
  readonly ask: <T>(
    method: string,
    path: string,
    body?: unknown,
    contentType?: string,
  ) => Promise<T | undefined>;
  readonly close: () => void;
}

const TIMEOUT_MS = 20_000;

const failure = (method: string, path: string, {status, text}: Answer): Error => {
  const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 300);
  return new Error(`${method} ${path}: ${status} ${message}`);
};

export const connectKube = async (
  port: number,
  authority: string,
  client: KeyPair,
): Promise<KubeClient> => {
  const [ca, cert, key] = await Promise.all([
    readFile(authority),
    readFile(client.certificate),
    readFile(client.key),
  ]);
  const agent = new Agent({keepAlive: true, maxSockets: 16, ca, cert, key});
  const send: KubeClient['send'] = (method, path, body, contentType = 'application/json') => {
    const {promise, resolve, reject} = Promise.withResolvers<Answer>();
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers =
      payload === undefined ? {} : {'content-type': contentType, 'content-length': payload.length};
    const options = {host: '127.0.0.1', port, method, path, agent, headers, timeout: TIMEOUT_MS};
    const call = httpsRequest(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString()}),
      );
    });
    call.on('timeout', () => call.destroy(new Error(`${method} ${path}: no answer in time`)));
    call.on('error', reject);
    call.end(payload);
    return promise;
  };
  const ask: KubeClient['ask'] = async <T>(
    method: string,
    path: string,
    body?: unknown,
    contentType?: string,
  ) => {
    const answer = await send(method, path, body, contentType);
    if (answer.status === 404) return undefined;
    if (answer.status >= 300) throw failure(method, path, answer);
    return JSON.parse(answer.text) as T;
  };
  return {send, ask, close: () => agent.destroy()};
};
