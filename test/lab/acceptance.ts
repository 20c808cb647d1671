/**
 * The lab by itself, with plain kops, kubectl and aws and nothing of the action: `npm run lab:acceptance`.
 * It runs in a lab of its own name, prints what it saw, and ends with 1 at the first thing that is wrong.
 */

import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {
  checkNodes,
  create,
  environmentOf,
  inGroup,
  nodes,
  type Plan,
  readyNodes,
  validate,
} from './cluster.ts';
import {attempt, check, lab, labEnvironment, run, say, until, type Variables} from './shell.ts';

const FIRST: Plan = {
  name: 'spot-kops-cluster.k8s.local',
  region: 'us-east-1',
  zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
  controlPlanes: 3,
  nodes: 2,
};

const SECOND: Plan = {
  name: 'second.k8s.local',
  region: 'us-west-2',
  zones: ['us-west-2a'],
  controlPlanes: 1,
  nodes: 1,
};

interface Running {
  readonly name: string;
  readonly pid: number;
  readonly file: string;
}

/** Every process of the lab, from the pid files that `status` names by their folders. */
function processes(folder: string): readonly Running[] {
  const files = run('find', [folder, '-path', '*/pids/*.json'], {}).trim().split('\n');
  return files.map((file) => {
    const {name, pid} = JSON.parse(readFileSync(file, 'utf8')) as Omit<Running, 'file'>;
    return {name, pid, file};
  });
}

/** One that has ended and only waits for init to reap it does not count. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function checkServices(env: Variables): Promise<void> {
  const url = `${env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=sts.amazonaws.com`;
  const denied = await fetch(url);
  check(denied.status === 401, 'a token without the bearer is refused', String(denied.status));
  const headers = {authorization: `Bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}`};
  const {value} = (await (await fetch(url, {headers})).json()) as {readonly value: string};
  const claims = Buffer.from(value.split('.')[1] ?? '', 'base64url').toString();
  check(claims.includes('"aud":"sts.amazonaws.com"'), 'the OIDC token has its audience', claims);
  const download = `${env.INPUT_MIRROR}/release/v1.36.1/bin/linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}/kubectl`;
  const bytes = Buffer.from(await (await fetch(download)).arrayBuffer());
  const digest = createHash('sha256').update(bytes).digest('hex');
  const published = (await (await fetch(`${download}.sha256`)).text()).trim();
  check(
    digest === published,
    "the mirror's kubectl has the sha256 beside it",
    `${digest} ${published}`,
  );
  check(env.INPUT_PINS?.includes(digest) === true, 'so say the pins', String(env.INPUT_PINS));
  const address = run('curl', ['-sS', 'https://checkip.amazonaws.com'], env).trim();
  check(address === '203.0.113.7', 'checkip answers over TLS through the proxy', address);
  const refused = attempt('curl', ['-sS', 'https://example.com'], env);
  check(refused === undefined, 'any other host is refused', String(refused));
}

/** A machine whose boot fails never joins, and its console says why; its replacement joins. */
async function failAndReplace(env: Variables): Promise<void> {
  const group = 'nodes-us-east-1b';
  const groupNodes = () => inGroup(nodes(env), group).map(({metadata}) => metadata.name);
  const instances = (): readonly string[] => {
    const filters = `Name=tag:kops.k8s.io/instancegroup,Values=${group}`;
    const args = ['ec2', 'describe-instances', '--filters', filters, '--output', 'text'];
    const query = "Reservations[].Instances[?State.Name=='running'].InstanceId[]";
    return run('aws', [...args, '--query', query], env)
      .trim()
      .split(/\s+/)
      .filter(Boolean);
  };
  const replace = async (): Promise<void> => {
    const [old = ''] = instances();
    run('aws', ['ec2', 'terminate-instances', '--instance-ids', old], env);
    // The group notices on its own; asking for the capacity again makes it look at once.
    const ask = ['autoscaling', 'set-desired-capacity', '--auto-scaling-group-name'];
    run('aws', [...ask, `${group}.${FIRST.name}`, '--desired-capacity', '1'], env);
    await until(`${old} is replaced`, 60, () => instances().some((id) => id !== old));
  };
  lab('up', '--fail-boot', group);
  await replace();
  await until(`the nodes of ${group} are gone`, 20, () => groupNodes().length === 0);
  const [failing = ''] = instances();
  const consoleText = () => {
    const args = ['ec2', 'get-console-output', '--instance-id', failing, '--output', 'text'];
    return run('aws', args, env);
  };
  await until(`the console of ${failing} tells of a failed boot`, 20, () =>
    consoleText().includes('All downloads failed'),
  );
  check(groupNodes().length === 0, `${failing} has not joined`, groupNodes().join(' '));
  lab('up', '--fail-boot', 'none');
  await replace();
  await until('the replacement has joined', 20, () => inGroup(readyNodes(env), group).length === 1);
}

async function crashApiserver(env: Variables, folder: string): Promise<void> {
  const before = nodes(env).length;
  const part = processes(folder).find(
    ({name, file}) => name === 'kube-apiserver' && file.includes(FIRST.name),
  );
  process.kill(part?.pid ?? 0, 'SIGKILL');
  await until(
    'a killed apiserver is back, with its nodes',
    40,
    () => readyNodes(env).length === before,
  );
}

/** `down` after a crash of the daemon ends everything of the lab, and nobody who got an old pid. */
async function crashAndEnd(folder: string): Promise<void> {
  const all = processes(folder);
  const stranger = spawn('sleep', ['600'], {stdio: 'ignore'});
  const daemon = all.find(({name}) => name === 'daemon');
  check(stranger.pid !== undefined && daemon !== undefined, 'a stranger and the daemon run', '');
  const file = `${folder}/pids/stranger.json`;
  writeFileSync(file, JSON.stringify({name: 'daemon', pid: stranger.pid, started: '1', log: ''}));
  process.kill(daemon?.pid ?? 0, 'SIGKILL');
  lab('down');
  const left = all.filter(({pid}) => isAlive(pid)).map(({name, pid}) => `${name} ${pid}`);
  check(left.length === 0, `all ${all.length} processes of the lab have ended`, left.join(', '));
  check(isAlive(stranger.pid ?? 0), 'a process with a reused pid lives on', '');
  stranger.kill();
}

async function main(): Promise<void> {
  lab('up');
  const env = labEnvironment();
  const folder = (env.KUBECONFIG ?? '').replace(/\/kubeconfig$/, '');
  say(`the lab is up in ${folder}`);
  await checkServices(env);
  const [first, second] = [environmentOf(env, FIRST), environmentOf(env, SECOND)];
  create(first, FIRST);
  validate(first, FIRST);
  checkNodes(first, FIRST);
  create(second, SECOND);
  validate(second, SECOND);
  checkNodes(second, SECOND);
  checkNodes(first, FIRST);
  await failAndReplace(first);
  validate(first, FIRST);
  await crashApiserver(first, folder);
  run('kops', ['delete', 'cluster', '--name', FIRST.name, '--yes'], first);
  await until('the deleted cluster has no control plane', 20, () =>
    (
      lab('status')
        .split('\n')
        .find((line) => line.includes(FIRST.name)) ?? ''
    ).includes('waiting'),
  );
  checkNodes(second, SECOND);
  await crashAndEnd(folder);
  lab('down', '--wipe');
}

try {
  await main();
  say('all is as it should be; the lab is down');
} catch (error) {
  console.error(`\nlab:acceptance: ${error instanceof Error ? error.message : error}`);
  console.error('the lab stays up to be looked at: npm run lab -- status --name acceptance');
  process.exitCode = 1;
}
