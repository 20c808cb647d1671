/** Replaces nodes that are older than their group's template, once this runner can reach the API: kops drains. */

import {writeIndex} from '../index-object.js';
import {needsNoRollingUpdate} from '../kops/answers.js';
import * as argv from '../kops/argv.js';
import type {Connection} from './connect.js';
import type {MainContext} from './context.js';
import {phase} from './phase.js';

/** What is not done now, by wish or by accident, is asked again by the next `up`. */
export async function roll(context: MainContext, connection: Connection): Promise<void> {
  const {index, kops, kubeconfig, place} = connection;
  if (!index.mayRoll) return;
  await phase(context.host, 'Roll', async () => {
    const env = {KUBECONFIG: kubeconfig};
    const preview = await kops.must(argv.rollingUpdate(kops.target, {yes: false}), {env});
    const needed = !needsNoRollingUpdate(preview.stdout);
    if (needed) context.host.log.quote(preview.stdout);
    if (needed && context.request.rollingUpdate === 'never') {
      context.host.log.notice(
        'Nodes need a rolling update, and the input rolling-update is never.',
      );
      return {verdict: 'needed, not done', value: undefined};
    }
    if (needed) await kops.must(argv.rollingUpdate(kops.target, {yes: true}), {env, show: true});
    await writeIndex(place.cloud, place.store, {...index, mayRoll: false});
    return {verdict: needed ? 'nodes replaced' : 'no node is out of date', value: undefined};
  });
}
