/** Phase × command → one function; the only catch, the only setFailed. */

import http from 'node:http';
import {fail, outcomeOf} from './failure.js';
import {readRequest} from './inputs.js';
import {execute} from './lifecycle/index.js';
import {post} from './lifecycle/post.js';
import {setOutput, writeSummary} from './outputs.js';
import {runnerHost} from './runner.js';
import {isPost, markMain, readState, rememberedCluster} from './state.js';
import {version} from './version.js';

/** GitHub kills a cancelled step 7.5 + 2.5 seconds after its first signal. */
const lastMoment = 6_500;

// fetch honours HTTPS_PROXY and NO_PROXY only when told to; Node 24 knows how from 24.14 on.
if ('setGlobalProxyFromEnv' in http) http.setGlobalProxyFromEnv();

const host = runnerHost();
const summary: string[] = [];
const common = {
  host,
  summarize: (markdown: string) => void summary.push(markdown),
  headline: (markdown: string) => void summary.unshift(markdown),
};

async function main(): Promise<void> {
  markMain();
  try {
    const request = readRequest(host.env);
    const {command, specFile, scope, run} = request;
    host.log.say(`kops-spot ${version} · ${command} · spec ${specFile} · scope ${scope}`);
    await execute({...common, runId: run.runId, temp: run.temp, request});
    setOutput('result', 'success');
  } catch (error) {
    setOutput('result', outcomeOf(error));
    fail(host, error, rememberedCluster(), summary);
  }
}

async function afterMain(): Promise<void> {
  const state = readState();
  if (state === undefined) return;
  try {
    await post({...common, runId: state.runId, temp: state.temp}, state);
  } catch (error) {
    fail(host, error, state.clusterName, summary);
  }
}

host.signal.addEventListener('abort', () => {
  // Most cancellations end long before; a call to AWS that hangs must not take the message with it.
  const end = () => {
    fail(host, host.signal.reason, rememberedCluster() ?? readState()?.clusterName, summary);
    writeSummary(summary.join('\n'), process.env);
    process.exit(130);
  };
  setTimeout(end, lastMoment).unref();
});

await (isPost() ? afterMain() : main());
writeSummary(summary.join('\n'), process.env);
// The AWS clients keep their connections open for reuse; there is nobody left to use them.
process.exit(host.signal.aborted ? 130 : process.exitCode);
