/** The default command: install, plan, apply, connect, roll, validate. */

import {formatDuration} from '../duration.js';
import type {Spec} from '../spec/schema.js';
import {apply} from './apply.js';
import {enter, kopsOf} from './connect.js';
import type {MainContext} from './context.js';
import {install} from './install.js';
import {phase} from './phase.js';
import {announce, makePlan} from './plan.js';
import {roll} from './roll.js';
import {announceToPost, openPlace, type Subject} from './subject.js';
import {validate} from './validate.js';

export async function up(context: MainContext, spec: Spec, subject: Subject): Promise<void> {
  const {host} = context;
  const start = host.now();
  announceToPost(context, subject);
  const tools = await install(context, spec.cluster);
  const place = await openPlace(context, subject);
  const plan = await phase(host, 'Plan', async () => {
    const value = await makePlan(context, spec, subject, place);
    return {verdict: announce(context, subject, value), value};
  });
  const kops = kopsOf(host, subject, place, tools);
  const index = await apply(context, spec, subject, place, plan, kops);
  const kubeconfig = await enter(context, subject, index, place, kops);
  const connection = {index, place, tools, kops, kubeconfig};
  await roll(context, connection);
  await validate(context, connection, spec.checks.validate);
  const time = formatDuration(host.now() - start);
  const until = subject.endsWithJob ? 'gone when this job ends' : 'there until `down`';
  host.log.say(
    `✓ up        ${time} · KUBECONFIG is set, kops and kubectl are on the PATH · ${until}`,
  );
  context.headline(`### ✅ Cluster up in ${time} · \`${subject.name}\` · ${until}\n`);
}
