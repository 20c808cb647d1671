/** Phase 4: waits until the cluster is ready, or says which node is not and why, as early as that is sure. */

import {consoleTail, failures, machines, scalingGroups} from '../aws/groups.js';
import type {Host} from '../host.js';
import {validationFailures} from '../kops/answers.js';
import * as argv from '../kops/argv.js';
import {fromYaml} from '../kops/documents.js';
import {type Missing, type Seen, wantedOf} from '../kube/judge.js';
import {getNodes} from '../kube/nodes.js';
import {type Patience, waitUntilReady} from '../kube/wait.js';
import {nodeTable} from '../render/nodes.js';
import type {Connection} from './connect.js';
import type {Context} from './context.js';
import {phase} from './phase.js';

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
      .filter((document) => document.kind === 'InstanceGroup')
      .map(wantedOf);
    const eyes = {
      look: watcher(host, connection),
      askKops: () => askKops(connection),
      readConsole: (id: string) => consoleTail(connection.place.cloud, id, 12),
    };
    const {members, ready, wanted: size} = await waitUntilReady(host, wanted, eyes, patience);
    const table = nodeTable(members, host.now());
    host.log.quote(table.text.join('\n'));
    summarize(`### Validate\n\n${ready} nodes ready.\n\n${table.markdown}\n`);
    const verdict = `${ready}/${size} nodes ready, every node of the right lifecycle, kops says ready`;
    return {verdict, value: undefined};
  });
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
