/** Phase 4: waits until the cluster is ready, or says which node is not and why, as early as that is sure. */

import {consoleTail, failures, machines, scalingGroups} from '../aws/groups.js';
import type {Host} from '../host.js';
import {validationFailures} from '../kops/answers.js';
import * as argv from '../kops/argv.js';
import {fromYaml} from '../kops/documents.js';
import {type Judgement, type Missing, wantedOf} from '../kube/judge.js';
import {getNodes} from '../kube/nodes.js';
import {type Eyes, type Patience, waitUntilReady} from '../kube/wait.js';
import {nodeTable} from '../render/nodes.js';
import type {Connection} from './connect.js';
import type {Context} from './context.js';
import {phase} from './phase.js';

type AwsView = Omit<Awaited<ReturnType<Eyes['look']>>, 'now' | 'nodes'>;

/** Milliseconds that AWS' side is trusted before it is asked again. */
const awsEvery = 3_000;

export async function validate(
  context: Context,
  connection: Connection,
  patience: Patience,
): Promise<void> {
  const {host, summarize} = context;
  await phase(host, 'Validate', async () => {
    const wanted = fromYaml(connection.index.applied)
      .filter(({kind, spec}) => kind === 'InstanceGroup' && spec.role !== 'Bastion')
      .map(wantedOf);
    let last: Judgement = {members: [], wanted: 0, ready: 0, missing: []};
    const eyes = {
      look: watcher(host, connection),
      askKops: () => askKops(connection),
      readConsole: (id: string) => consoleTail(connection.place.cloud, id, 12),
      note: (judgement: Judgement) => {
        last = judgement;
      },
    };
    try {
      await waitUntilReady(host, wanted, eyes, patience);
    } finally {
      const table = nodeTable(last.members, host.now());
      host.log.quote(table.text.join('\n'));
      summarize(`### Validate\n\n${last.ready}/${last.wanted} nodes ready.\n\n${table.markdown}\n`);
    }
    const verdict = `${last.ready}/${last.wanted} nodes ready, every node of the right lifecycle, kops says ready`;
    return {verdict, value: undefined};
  });
}

/** Looks at the nodes every time, and at AWS when that view is old. */
function watcher(host: Host, {place, index, tools, kubeconfig}: Connection): Eyes['look'] {
  const kubectl = {program: tools.kubectl, kubeconfig};
  let aws: AwsView = {groups: [], machines: [], failures: []};
  let asked = Number.NEGATIVE_INFINITY;
  return async (since) => {
    const fresh = host.now() - asked < awsEvery;
    const [view, nodes] = await Promise.all([
      fresh ? aws : lookAtAws(since),
      getNodes(host, kubectl),
    ]);
    if (!fresh) asked = host.now();
    aws = view;
    return {...aws, nodes, now: host.now()};
  };
  async function lookAtAws(since: number): Promise<AwsView> {
    const [groups, found] = await Promise.all([
      scalingGroups(place.cloud, index.cluster),
      machines(place.cloud, index.cluster),
    ]);
    const short = groups.filter(
      ({group, desired}) => found.filter((machine) => machine.group === group).length < desired,
    );
    const trouble = await Promise.all(short.map((group) => failures(place.cloud, group)));
    const fresh = trouble.flat().filter(({at}) => at >= since);
    return {groups, machines: found, failures: fresh};
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
