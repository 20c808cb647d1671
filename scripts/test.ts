/** Runs the suites that are named, or all, and closes with one line: `N passed, N failed`. */

import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {buildPython} from '../lab/tools/python.ts';
import {withLab} from './lib/lab.ts';

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const root = join(import.meta.dirname, '..');

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  return spawnSync(program, args, {cwd: root, env, stdio: ['ignore', 'inherit', 'inherit']});
}

function jest(config: string, env: NodeJS.ProcessEnv = process.env): Count {
  const report = join(mkdtempSync(join(tmpdir(), 'kops-spot-test-')), 'report.json');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const args = [
    'node_modules/jest/bin/jest.js',
    '--config',
    config,
    '--json',
    '--outputFile',
    report,
  ];
  run(process.execPath, [...flags, ...args], env);
  const {numPassedTests, numFailedTests, numRuntimeErrorTestSuites} = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  return {passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites};
}

/** The lab's corrections of its AWS, in Python beside them. */
async function corrections(): Promise<Count> {
  const python = join(await buildPython(console.log), 'bin', 'python');
  const args = ['-m', 'unittest', 'discover', '-s', 'lab/aws/tests', '-t', 'lab/aws'];
  const {stdout, stderr, status} = spawnSync(python, args, {cwd: root, encoding: 'utf8'});
  process.stdout.write(`${stdout}${stderr}`);
  const ran = Number(/^Ran (\d+) tests?/m.exec(stderr)?.[1] ?? 0);
  const broken = [...stderr.matchAll(/(?:failures|errors)=(\d+)/g)].map(([, n]) => Number(n));
  const failed = broken.reduce((sum, n) => sum + n, 0) || (status === 0 && ran > 0 ? 0 : 1);
  return {passed: Math.max(ran - failed, 0), failed};
}

/** The lab with plain kops, kubectl and aws, and nothing of the action. */
function acceptance(): Count {
  const {status} = run(process.execPath, ['test/lab/acceptance.ts']);
  return status === 0 ? {passed: 1, failed: 0} : {passed: 0, failed: 1};
}

const suites: Readonly<Record<string, () => Promise<Count>>> = {
  unit: async () => jest('jest.config.js'),
  lab: corrections,
  acceptance: async () => acceptance(),
  e2e: async () => withLab('e2e', async (env) => jest('jest.e2e.config.js', env)),
};

const named = process.argv.slice(2);
const total = {passed: 0, failed: 0};
for (const [name, suite] of Object.entries(suites)) {
  if (named.length > 0 && !named.includes(name)) continue;
  console.log(`\n── ${name}`);
  const {passed, failed} = await suite();
  total.passed += passed;
  total.failed += failed;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
