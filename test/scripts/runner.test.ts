import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {openJob, runStep} from '../../scripts/lib/runner.ts';

const root = mkdtempSync(join(tmpdir(), 'kops-spot-runner-test-'));
const action = join(root, 'action');

/** Says what it was given and writes to each of the runner's files. */
const program = `
import {appendFileSync, existsSync} from 'node:fs';
const {env} = process;
const write = (name, text) => appendFileSync(env[name], text + '\\n');
if (env.STATE_phase === 'post') {
  console.log('k3y');
  console.log('post of ' + env.INPUT_COMMAND + ' with ' + env.STATE_token + ', sees ' + env.NAME);
  process.exit(4);
}
console.log('::add-mask::k3y');
console.log('main: ' + JSON.stringify(Object.fromEntries(Object.entries(env).filter(([n]) => n.startsWith('INPUT_')))));
if (env.INPUT_COMMAND === 'wait') {
  process.on('SIGINT', () => console.log('SIGINT'));
  process.on('SIGTERM', () => { console.log('SIGTERM'); if (env.INPUT_SCOPE !== 'deaf') process.exit(143); });
  console.log('waiting');
  setInterval(() => {}, 1000);
} else {
  console.log('NAME=' + env.NAME + ' temp ' + existsSync(env.RUNNER_TEMP) + ' cwd ' + process.cwd());
  write('GITHUB_OUTPUT', 'plain=a=b\\nlong<<EOF\\nline 1\\nline 2\\nEOF');
  write('GITHUB_STATE', 'phase=post\\ntoken=t-' + env.INPUT_COMMAND);
  write('GITHUB_ENV', 'NAME=' + env.INPUT_COMMAND + '\\nGITHUB_RUN_ID=9');
  write('GITHUB_PATH', '/tools/' + env.INPUT_COMMAND);
  write('GITHUB_STEP_SUMMARY', '# done');
  process.exitCode = Number(env.INPUT_CODE);
}
`;

beforeAll(() => {
  mkdirSync(join(action, 'dist'), {recursive: true});
  writeFileSync(
    join(action, 'action.yml'),
    `inputs:
  command: {description: x, default: up}
  scope: {description: x}
  code: {description: x, default: 0}
  dry-run: {description: x, default: 'false'}
  matrix: {description: x, default: '\${{ toJSON(matrix) }}'}
  two words: {description: x, default: '\${{ github.repository }}'}
runs: {using: node${process.versions.node.split('.')[0]}, main: dist/index.mjs, post: dist/index.mjs}
`,
  );
  writeFileSync(join(action, 'dist', 'index.mjs'), program);
});

afterAll(() => rmSync(root, {recursive: true}));

/** A job's folder that goes with the test's own. */
const folder = () => mkdtempSync(join(root, 'job-'));

const env = {PATH: process.env.PATH ?? '', GITHUB_REPOSITORY: 'me/mine'};

test('inputs have the names, the defaults and the expressions of the runner', async () => {
  const result = await runStep({
    action,
    folder: folder(),
    command: 'plan',
    inputs: {'dry-run': 'true'},
    env,
  });
  const [, line = ''] = result.stdout.split('\n');
  expect(JSON.parse(line.replace('main: ', ''))).toEqual({
    INPUT_COMMAND: 'plan',
    INPUT_SCOPE: '',
    INPUT_CODE: '0',
    'INPUT_DRY-RUN': 'true',
    INPUT_MATRIX: 'null',
    INPUT_TWO_WORDS: 'me/mine',
  });
});

test('what a step writes into the runner’s files is read back', async () => {
  const result = await runStep({
    action,
    folder: folder(),
    inputs: {code: '3'},
    env,
    workspace: root,
  });
  expect(result).toMatchObject({
    code: 3,
    outputs: {plain: 'a=b', long: 'line 1\nline 2'},
    state: {phase: 'post', token: 't-up'},
    path: ['/tools/up'],
    summary: '# done\n',
  });
  expect(result.env).toEqual({NAME: 'up'});
  expect(result.stdout).toContain(`temp true cwd ${root}`);
});

test('the steps of a job share variables and PATH; posts run last step first, with their state', async () => {
  const job = openJob({action, folder: folder(), env});
  await job.step({command: 'one'});
  const two = await job.step({command: 'two'});
  expect(two.stdout).toContain('NAME=one');
  expect(job.env()).toMatchObject({NAME: 'two', GITHUB_RUN_ID: '1'});
  expect(job.env().PATH).toMatch(/^\/tools\/two:\/tools\/one:/);
  const posts = await job.end();
  expect(posts.map(({log, code}) => [log, code])).toEqual([
    ['***\npost of two with t-two, sees two\n', 4],
    ['***\npost of one with t-one, sees two\n', 4],
  ]);
  expect(await job.end()).toEqual([]);
});

test('the environment wins over what the runner would set, an event given here over both', async () => {
  const event = {pull_request: {number: 7}};
  const job = openJob({
    action,
    folder: folder(),
    event,
    env: {...env, GITHUB_RUN_ID: '77', GITHUB_EVENT_NAME: 'push', RUNNER_TEMP: '/elsewhere'},
  });
  const given = job.env();
  expect(given).toMatchObject({GITHUB_RUN_ID: '77', GITHUB_EVENT_NAME: 'pull_request', CI: 'true'});
  expect(JSON.parse(readFileSync(given.GITHUB_EVENT_PATH ?? '', 'utf8'))).toEqual(event);
  expect(given.RUNNER_TEMP).toBe(join(job.folder, 'temp'));
});

test('an input that action.yml does not have is refused', async () => {
  await expect(runStep({action, folder: folder(), env, inputs: {comand: 'up'}})).rejects.toThrow(
    'action.yml has no input comand',
  );
});

test('cancelling sends SIGINT, then SIGTERM, then ends the group', async () => {
  const patience = {interrupt: 150, terminate: 300};
  const cancel = async (scope: string) => {
    const signal = AbortSignal.timeout(600);
    return runStep({
      action,
      folder: folder(),
      env,
      command: 'wait',
      inputs: {scope},
      signal,
      patience,
    });
  };
  const [polite, deaf] = await Promise.all([cancel('polite'), cancel('deaf')]);
  expect(polite).toMatchObject({
    code: 143,
    log: expect.stringMatching(/waiting\nSIGINT\nSIGTERM\n$/),
  });
  expect(deaf.code).toBe(128 + 9);
});
