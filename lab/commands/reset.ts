import {rm} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {awsApi} from '../aws-api.ts';
import {openBuckets} from '../buckets.ts';
import {STATE_BUCKET} from '../environment.ts';
import type {ClusterStatus} from '../kube/cluster.ts';
import type {Command} from '../options.ts';
import {labPaths} from '../paths.ts';
import {progress} from '../run.ts';
import {livePart} from '../services.ts';
import {requireState} from '../state.ts';

const LIMIT_MS = 30_000;

/** Clusters end by themselves when their machines are gone. */
const waitForEnd = async (port: number): Promise<void> => {
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await sleep(200)) {
    const answer = await fetch(`http://127.0.0.1:${port}/lab/clusters`);
    const clusters = (await answer.json()) as readonly ClusterStatus[];
    if (clusters.every(({phase}) => phase === 'waiting')) return;
  }
  throw new Error(
    'a cluster has not ended after 30 s; npm run lab -- status says which log to read',
  );
};

export const reset: Command = {
  summary: 'empties the account and ends all clusters; the lab stays up',
  help: '',
  options: {},
  run: async ({name}) => {
    const paths = labPaths(name);
    const say = progress();
    const {ports} = await requireState(paths);
    if ((await livePart(paths, 'daemon')) === undefined) {
      throw new Error(`the lab ${name} is not up; start it: npm run lab -- up --name ${name}`);
    }
    const aws = awsApi(ports.aws);
    await aws.reset();
    say('the account is empty');
    await waitForEnd(ports.daemon);
    await rm(paths.kubeconfig, {force: true});
    await openBuckets(aws.url).ensure(STATE_BUCKET);
    say(`no cluster runs; s3://${STATE_BUCKET} is there again`);
  },
};
