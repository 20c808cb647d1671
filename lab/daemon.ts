/** The lab's one process of its own: mirror, token endpoint, proxy and machines. Started by `up`: daemon.ts NAME. */

import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {awsApi} from './aws-api.ts';
import {balancerFinder} from './balancers.ts';
import {openBuckets} from './buckets.ts';
import {endControlPlane} from './kube/control-plane.ts';
import {clusterFolders} from './leftovers.ts';
import {type Machines, watchMachines} from './machines.ts';
import {answerMirror} from './mirror.ts';
import {openTokenService, type TokenService} from './oidc.ts';
import {labPaths} from './paths.ts';
import {openProxy} from './proxy.ts';
import {openSites} from './sites.ts';
import {type LabState, requireState} from './state.ts';

const log = (line: string): void => console.log(`${new Date().toISOString()} ${line}`);

const answer = async (
  state: LabState,
  tokens: TokenService,
  machines: Machines,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  if (request.url === '/lab/clusters') {
    response.writeHead(200, {'content-type': 'application/json'});
    response.end(JSON.stringify(machines.statuses()));
  } else if (!tokens.answer(request, response) && !(await answerMirror(state, request, response))) {
    log(`nobody answers ${request.method} ${request.url}`);
    response.writeHead(404, {'content-type': 'text/plain'});
    response.end(`the lab's mirror has no ${request.url}\n`);
  }
};

const listen = async (server: Server, port: number): Promise<void> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
};

const main = async (name: string): Promise<void> => {
  const paths = labPaths(name);
  const state = await requireState(paths);
  // What a daemon that crashed left running is started anew, with its data.
  for (const folder of await clusterFolders(paths)) await endControlPlane(folder);
  const aws = awsApi(state.ports.aws);
  const buckets = openBuckets(aws.url);
  const world = {aws, buckets, kubelab: state.kubelab.file, kwok: state.kwok, log};
  const sites = await openSites(paths.pki, state.channel);
  const tokens = openTokenService(state.requestToken);
  const machines = watchMachines(name, world);
  const main = createServer((request, response) => {
    answer(state, tokens, machines, request, response).catch((error) => {
      log(`${request.method} ${request.url}: ${error}`);
      response.destroy();
    });
  });
  await listen(openProxy({findBalancer: balancerFinder(aws), machines, sites}), state.ports.proxy);
  await listen(main, state.ports.daemon);
  log(`the daemon of ${name} is up`);
};

process.on('SIGTERM', () => process.exit(0));
process.on('unhandledRejection', (error) => log(`unhandled: ${error}`));
await main(process.argv[2] ?? 'default');
