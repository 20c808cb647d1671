import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createServer, type RequestListener, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, expect, test} from '@jest/globals';
import {downloadFile, downloadText} from '../../src/tools/download.js';
import {toolUrl} from '../../src/tools/urls.js';
import {type FakeHost, fakeHost} from '../fakes/host.js';

const folder = mkdtempSync(join(tmpdir(), 'kops-spot-download-test-'));
const file = join(folder, 'tool');
let server: Server | undefined;

afterAll(() => rmSync(folder, {recursive: true}));
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<URL> {
  server = createServer(listener);
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/tool`);
}

const host = (): FakeHost => fakeHost(undefined, {fetch});
const get = (url: URL, limits = {size: 1000, time: 5_000}, on = host()) =>
  downloadFile(on, 'kops 1.36.0', url, file, limits);

test('a file is written as it is served, and hashed on the way', async () => {
  const bytes = Buffer.alloc(300_000, 'kops');
  const url = await serve((_, response) => void response.end(bytes));
  const hash = await get(url, {size: 300_000, time: 5_000});
  expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('a server that is busy is asked again, twice', async () => {
  let answers = 0;
  const url = await serve((_, response) => {
    answers += 1;
    if (answers < 3) response.writeHead(503).end('busy');
    else response.end('kops');
  });
  const on = host();
  await get(url, undefined, on);
  expect(readFileSync(file, 'utf8')).toBe('kops');
  expect(on.transcript).toEqual([
    `kops 1.36.0: ${url.host} answered 503 Service Unavailable; again in 2 s`,
    `kops 1.36.0: ${url.host} answered 503 Service Unavailable; again in 8 s`,
  ]);
});

test('a connection that breaks halfway is tried anew, from the start', async () => {
  let answers = 0;
  const url = await serve((_, response) => {
    answers += 1;
    response.writeHead(200, {'content-length': '8'});
    if (answers === 1) response.write('kop', () => response.destroy());
    else response.end('complete');
  });
  await get(url);
  expect(readFileSync(file, 'utf8')).toBe('complete');
});

test.each([
  [404, 'answered 404 Not Found', 1],
  [403, 'answered 403 Forbidden', 1],
  [500, 'answered 500 Internal Server Error', 3],
])('status %i is an error that says so', async (status, message, requests) => {
  let answers = 0;
  const url = await serve((_, response) => {
    answers += 1;
    response.writeHead(status).end();
  });
  await expect(get(url)).rejects.toMatchObject({
    code: 'KS132',
    message: expect.stringContaining(message),
    cure: expect.stringContaining('`mirror`'),
  });
  expect(answers).toBe(requests);
});

test('a download without end is stopped at its size, a slow one at its time', async () => {
  const endless = await serve((_, response) => {
    const timer = setInterval(() => response.write('x'.repeat(400)), 5);
    response.on('close', () => clearInterval(timer));
  });
  await expect(get(endless)).rejects.toMatchObject({
    code: 'KS132',
    message: expect.stringContaining('more than 1000 bytes came'),
  });
  await expect(get(endless, {size: 1e9, time: 100})).rejects.toMatchObject({
    code: 'KS132',
    message: expect.stringContaining('not complete after 0.1 s'),
  });
});

test('a redirect is followed to where it is safe, and not beyond', async () => {
  const targets: Record<string, string> = {
    '/tool': '/moved',
    '/out': 'http://example.com/x',
    '/circle': '/circle',
  };
  const url = await serve((request, response) => {
    const location = targets[request.url ?? ''];
    if (location === undefined) response.end('here');
    else response.writeHead(302, {location}).end();
  });
  expect(await downloadText(host(), 'kops', url)).toBe('here');
  await expect(downloadText(host(), 'kops', new URL('/out', url))).rejects.toThrow(
    'it redirects to http://example.com, which is not https',
  );
  await expect(downloadText(host(), 'kops', new URL('/circle', url))).rejects.toThrow(
    'it redirects without end',
  );
});

test('nobody listening is an error with the network’s own reason', async () => {
  const url = await serve(() => {});
  await new Promise((done) => server?.close(done));
  await expect(get(url)).rejects.toMatchObject({
    code: 'KS132',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test('a cancelled run ends the download as cancelled, not as failed', async () => {
  const url = await serve((_, response) => void response.write('k'));
  const on = host();
  setTimeout(() => on.cancel(), 100);
  await expect(get(url, undefined, on)).rejects.toMatchObject({code: 'KS180'});
});

test.each([
  [
    'kops',
    undefined,
    'https://github.com/kubernetes/kops/releases/download/v1.36.0/kops-linux-amd64',
  ],
  ['kubectl', undefined, 'https://dl.k8s.io/release/v1.36.0/bin/linux/amd64/kubectl'],
  [
    'kubectl',
    'https://m.example/k8s/',
    'https://m.example/k8s/release/v1.36.0/bin/linux/amd64/kubectl',
  ],
  ['kubectl', 'http://[::1]:81', 'http://[::1]:81/release/v1.36.0/bin/linux/amd64/kubectl'],
] as const)('%s below %s', (tool, mirror, url) => {
  expect(toolUrl(tool, '1.36.0', 'linux/amd64', mirror).href).toBe(url);
});

test.each([
  ['http://mirror.example'],
  ['ftp://127.0.0.1'],
  ['mirror.example'],
  ['https://user:password@mirror.example'],
  ['https://mirror.example/?x=1'],
])('%s is no mirror', (mirror) => {
  const url = () => toolUrl('kops', '1.36.0', 'linux/amd64', mirror);
  expect(url).toThrow(/^mirror: .* is not a base URL$/);
  expect(url).not.toThrow(/password/);
});

test('a version that would leave its place in the URL is refused', () => {
  expect(() => toolUrl('kops', '1.36.0/../..', 'linux/amd64')).toThrow('is not a full version');
});
