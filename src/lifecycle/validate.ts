/** Phase 4: waits until the cluster is ready, or says which node is not and why, as early as that is sure. */

import {consoleTail, failures, machines, scalingGroups} from '../aws/groups.js';
import {clock} from '../duration.js';
import {ClusterError} from '../errors.js';
import type {Host} from '../host.js';
import {validationFailures} from '../kops/answers.js';
import * as argv from '../kops/argv.js';
import {fromYaml} from '../kops/documents.js';
import {type Judgement, judge, type Missing, type Seen, wantedOf} from '../kube/judge.js';
import {getNodes} from '../kube/nodes.js';
import {nodeTable} from '../render/nodes.js';
import type {Connection} from './connect.js';
import type {Context} from './context.js';
import {phase} from './phase.js';

export interface Patience {
  /** Milliseconds until validate gives up. */
  readonly timeout: number;
  /** Milliseconds that an instance may run without joining. */
  readonly joinWithin: number;
}

/** How long AWS' side is trusted before it is asked again, and how often a line says that we still wait. */
const awsEvery = 3_000;
const heartbeat = 30_000;

/** How many missing things one such line is followed by. */
const most = 10;

export async function validate(
  context: Context,
  connection: Connection,
  patience: Patience,
): Promise<void> {
  const {host, summarize} = context;
  await phase(host, 'Validate', async () => {
    const judgement = await waitUntilReady(host, connection, patience);
    const table = nodeTable(judgement.members, host.now());
    for (const line of table.text) host.log.quote(line);
    summarize(`### Validate\n\n${judgement.ready} nodes ready.\n\n${table.markdown}\n`);
    const verdict = `${judgement.ready}/${judgement.wanted} nodes ready, every node of the right lifecycle, kops says ready`;
    return {verdict, value: undefined};
  });
}

async function waitUntilReady(
  host: Host,
  connection: Connection,
  patience: Patience,
): Promise<Judgement> {
  const wanted = fromYaml(connection.index.applied)
    .filter((document) => document.kind === 'InstanceGroup')
    .map(wantedOf);
  const start = host.now();
  const look = watcher(host, connection);
  const tell = teller(host, start);
  for (;;) {
    const seen = await look();
    const judgement = judge(wanted, seen, patience.joinWithin);
    let missing = judgement.missing;
    if (missing.length === 0 && seen.nodes !== undefined) {
      missing = await askKops(connection);
      if (missing.length === 0) return judgement;
    }
    tell(judgement, seen, missing);
    const final = missing.filter((item) => item.final);
    if (final.length > 0) throw await hopeless(host, connection, final);
    if (host.now() - start > patience.timeout) throw tooLate(host.now() - start, missing);
    // Once only the last nodes or pods are missing, every moment may be the one.
    await host.sleep(judgement.ready === judgement.wanted ? 200 : 500);
  }
}

/** Looks at the nodes every time, and at AWS when that view is old. */
function watcher(host: Host, {place, index, tools, kubeconfig}: Connection): () => Promise<Seen> {
  const kubectl = {program: tools.kubectl, kubeconfig};
  let aws: Omit<Seen, 'now' | 'nodes'> = {groups: [], machines: [], failures: []};
  let asked = Number.NEGATIVE_INFINITY;
  return async () => {
    const fresh = host.now() - asked < awsEvery;
    const [view, nodes] = await Promise.all([fresh ? aws : lookAtAws(), getNodes(host, kubectl)]);
    if (!fresh) asked = host.now();
    aws = view;
    return {...aws, nodes, now: host.now()};
  };
  async function lookAtAws() {
    const [groups, found] = await Promise.all([
      scalingGroups(place.cloud, index.cluster),
      machines(place.cloud, index.cluster),
    ]);
    const short = groups.filter(
      ({group, desired}) => found.filter((machine) => machine.group === group).length < desired,
    );
    const trouble = await Promise.all(short.map((group) => failures(place.cloud, group)));
    return {groups, machines: found, failures: trouble.flat()};
  }
}

/** kops' own verdict; it sees the pods of the system, which we do not. */
async function askKops({kops, kubeconfig}: Connection): Promise<Missing[]> {
  const {code, stdout} = await kops.call(argv.validate(kops.target, kubeconfig), {timeout: 60_000});
  const found = validationFailures(stdout);
  if (code === 0 && found?.length === 0) return [];
  const why = found?.map(({type, name, message}) => {
    const named = message.includes(name.split('/').at(-1) ?? name);
    return named ? message : `${type} ${name}: ${message}`;
  });
  return (why ?? ['it gave no verdict']).map((text) => ({group: 'kops', why: text, final: false}));
}

/** Says what is missing when that changes, and at the latest every half minute. */
function teller(host: Host, start: number) {
  let last = '';
  let said = Number.NEGATIVE_INFINITY;
  return ({ready, wanted}: Judgement, seen: Seen, missing: readonly Missing[]) => {
    const api = seen.nodes === undefined ? 'the API does not answer yet' : 'the API answers';
    const groups = new Set(missing.map(({group}) => group));
    const what = groups.has('kops') ? 'what kops names' : `${groups.size} groups`;
    const state = `${api} · ${ready}/${wanted} nodes ready`;
    const line = `${state} · ${[...groups]}`;
    if (line === last && host.now() - said < heartbeat) return;
    host.log.quote(`${clock(host.now() - start)}  ${state}, waiting for ${what}:`);
    for (const {group, why} of missing.slice(0, most)) host.log.quote(`      ${group}: ${why}`);
    if (missing.length > most) host.log.quote(`      and ${missing.length - most} more`);
    last = line;
    said = host.now();
  };
}

async function hopeless(
  host: Host,
  {place}: Connection,
  final: readonly Missing[],
): Promise<ClusterError> {
  const [first] = final;
  if (first?.instance !== undefined) {
    const tail = await consoleTail(place.cloud, first.instance, 12).catch(() => []);
    host.log.say(`The console of ${first.instance} ${tail.length > 0 ? 'ends so:' : 'is empty.'}`);
    host.log.quote(tail.join('\n'));
  }
  return new ClusterError('KS161', `the cluster cannot become ready: ${listed(final)}`, {
    cure: 'Waiting longer does not mend this. The reason above is AWS’ or the node’s own.',
  });
}

function tooLate(ms: number, missing: readonly Missing[]): ClusterError {
  return new ClusterError('KS160', `not ready after ${clock(ms)}: ${listed(missing)}`, {
    cure: 'If it only needs longer, raise checks.validate.timeout.',
  });
}

function listed(missing: readonly Missing[]): string {
  const texts = missing.map(({group, why}) => `${group}: ${why}`);
  return texts.slice(0, 5).join('; ') + (texts.length > 5 ? `; and ${texts.length - 5} more` : '');
}
