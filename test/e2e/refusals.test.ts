/** Bad input, and tools with the wrong bytes: nothing runs and nothing is made. */

import {chmodSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {callsDuring, jobOfExample, jobWith, root, succeeded, workspace} from './support.js';

test('ten mistakes are ten errors with positions, and no AWS call', async () => {
  const spec = readFileSync(join(root, 'test/golden/specs/ten-mistakes/kops-spot.yaml'), 'utf8');
  const calls = await callsDuring(async () => {
    const {code, log, outputs} = await jobWith(spec).step({command: 'up'});
    expect(code).toBe(1);
    expect(outputs.result).toBe('failure');
    const positions = new Set(log.match(/kops-spot\.yaml:\d+:\d+ KS1\d\d/g));
    expect(positions.size).toBe(10);
    expect(log).toContain('10 errors in kops-spot.yaml. Nothing was created.');
  });
  expect(calls).toEqual([]);
});

test('a tool whose bytes were changed in the mirror does not run', async () => {
  const mirror = process.env.INPUT_MIRROR ?? '';
  const server = createServer(async (request, response) => {
    const answer = await fetch(`${mirror}${request.url}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (request.url?.includes('/kubectl')) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    response.writeHead(answer.status).end(bytes);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const {port} = server.address() as AddressInfo;
  const job = jobOfExample('ci-small', {
    ...fresh(),
    INPUT_MIRROR: `http://127.0.0.1:${port}`,
  });
  const {code, log} = await job.step({command: 'install'});
  server.close();
  expect(code).toBe(1);
  expect(log).toMatch(/KS131 kubectl 1\.36\.1 from http:\/\/127\.0\.0\.1:\d+.* is expected/);
  expect(find(job.env().RUNNER_TOOL_CACHE ?? '', 'kubectl')).toEqual([]);
});

test('a tool whose bytes were changed in the cache does not run', async () => {
  const cache = fresh();
  const job = jobOfExample('ci-small', cache);
  succeeded(await job.step({command: 'install'}));
  const again = await job.step({command: 'install'});
  expect(again.log).toContain('kops 1.36.0 (cached');
  const [file] = find(cache.RUNNER_TOOL_CACHE, 'kops');
  chmodSync(file ?? '', 0o755);
  writeFileSync(file ?? '', '#!/bin/sh\necho gotcha\n', {flag: 'a'});
  const {code, log} = await job.step({command: 'up'});
  expect(code).toBe(1);
  expect(log).toContain('KS131');
  expect(log).toContain(file ?? '');
});

/** A runner's tool cache with nothing in it. */
const fresh = () => ({RUNNER_TOOL_CACHE: workspace({})});

function find(folder: string, name: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name === name)
    .map((entry) => join(entry.parentPath, entry.name));
}
