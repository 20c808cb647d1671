/** The committed bundle, run as the runner would run it. */

import {copyFileSync, mkdirSync, mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {openJob} from '../scripts/lib/runner.ts';

const root = join(import.meta.dirname, '..', '..');

/** The action without the chunks that hold the AWS clients. */
function withoutAws(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kops-spot-dist-'));
  mkdirSync(join(folder, 'dist'));
  for (const file of ['action.yml', 'dist/index.js', 'dist/package.json'])
    copyFileSync(join(root, file), join(folder, file));
  return folder;
}

function offline(action: string) {
  const workspace = join(root, 'examples', 'tutorial');
  return openJob({action, workspace, env: {PATH: process.env.PATH}});
}

test('a step that needs no AWS client loads none: an offline plan works without them', async () => {
  const {code, outputs, log} = await offline(withoutAws()).step({command: 'plan'});
  expect(log).toContain('AWS was not asked');
  expect(code).toBe(0);
  expect(outputs).toMatchObject({result: 'success', changes: '9'});
});

test('a wrong input is named with what it takes', async () => {
  const {code, log} = await offline(root).step({command: 'nonsense'});
  expect(code).toBe(1);
  expect(log).toContain('KS120 command: "nonsense" is none of up, install, plan');
});

test('post without a main that got anywhere does nothing', async () => {
  const job = offline(root);
  await job.step({command: 'plan'});
  const [post] = await job.end();
  expect(post).toMatchObject({code: 0, log: ''});
});
