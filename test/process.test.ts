import {setTimeout as delay} from 'node:timers/promises';
import {expect, test} from '@jest/globals';
import {runProgram} from '../src/process.js';

const never = new AbortController().signal;
const node = process.execPath;

/** An orphan's end is seen when its new parent has collected it. */
async function endsWithin(ms: number, pid: number): Promise<boolean> {
  for (const until = Date.now() + ms; Date.now() < until; await delay(20)) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
  }
  return false;
}

test('a program’s lines come as they are written, and its exit code is an answer', async () => {
  const lines: string[] = [];
  const script = 'console.log("a\\nb"); console.error("c"); process.exitCode = 3';
  const result = await runProgram(
    {
      program: node,
      args: ['-e', script],
      onLine: (line, stream) => lines.push(`${stream} ${line}`),
    },
    never,
  );
  expect(result).toEqual({code: 3, stdout: 'a\nb\n', stderr: 'c\n'});
  expect(lines.sort()).toEqual(['stderr c', 'stdout a', 'stdout b']);
});

test('arguments are never read by a shell', async () => {
  const script = 'console.log(process.argv[1])';
  const args = ['-e', script, '$(id); `id` > /tmp/x'];
  const result = await runProgram({program: node, args}, never);
  expect(result.stdout).toBe('$(id); `id` > /tmp/x\n');
});

test('what GitHub gives the action is not for its programs', async () => {
  process.env.INPUT_ROLE = 'x';
  process.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'secret';
  const script =
    'console.log(Object.keys(process.env).filter((n) => /INPUT_|ID_TOKEN|MINE/.test(n)).join())';
  const {stdout} = await runProgram({program: node, args: ['-e', script], env: {MINE: '1'}}, never);
  delete process.env.INPUT_ROLE;
  delete process.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN;
  expect(stdout).toBe('MINE\n');
});

test('a signal ends the whole process group: what the program started, too', async () => {
  const controller = new AbortController();
  const child = 'setInterval(() => {}, 1000); console.log(process.pid)';
  const parent = `const {spawn} = require('node:child_process');
    spawn(process.execPath, ['-e', ${JSON.stringify(child)}], {stdio: 'inherit'});
    setInterval(() => {}, 1000)`;
  let grandchild = 0;
  const ended = runProgram(
    {
      program: node,
      args: ['-e', parent],
      onLine: (line) => {
        grandchild = Number(line);
        controller.abort();
      },
    },
    controller.signal,
  );
  expect((await ended).code).toBeNull();
  expect(grandchild).toBeGreaterThan(0);
  expect(await endsWithin(2_000, grandchild)).toBe(true);
});

test('a program that ignores SIGINT is killed when its time is up', async () => {
  const script = 'process.on("SIGINT", () => {}); setInterval(() => {}, 1000)';
  const result = await runProgram({program: node, args: ['-e', script], timeout: 300}, never);
  expect(result.code).toBeNull();
}, 10_000);

test('a program that is not there is a ToolError with the cause', async () => {
  await expect(runProgram({program: '/no/such/program', args: []}, never)).rejects.toMatchObject({
    code: 'KS150',
    message: '/no/such/program cannot be started',
  });
});
