/** The one way out of a shell in the lab (HTTPS_PROXY), which leads nowhere but to the lab itself. */

import {createServer, type Server} from 'node:http';
import type {Server as TlsServer} from 'node:https';
import {connect, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {FindBalancer} from './balancers.ts';
import type {Machines} from './machines.ts';
import {SITES} from './sites.ts';

/** Classic and network load balancers: NAME.elb.REGION.amazonaws.com, NAME.REGION.elb.amazonaws.com. */
const LOAD_BALANCER = /\.elb\.(?:[a-z0-9-]+\.)?amazonaws\.com$/;

/** Go prints the reason phrase as the error of the whole request, so the reason is there and in the body. */
const refuse = (socket: Duplex, status: number, reason: string): void => {
  const body = `${reason}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

const accept = (socket: Duplex): void => {
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
};

const tunnel = (socket: Duplex, head: Buffer, port: number): void => {
  const upstream: Socket = connect(port, '127.0.0.1');
  upstream.on('connect', () => {
    accept(socket);
    if (head.length > 0) upstream.write(head);
    socket.pipe(upstream).pipe(socket);
  });
  upstream.on('error', () => {
    if (upstream.connecting || upstream.bytesWritten === 0)
      refuse(socket, 502, 'connect: connection refused');
    else socket.destroy();
  });
  upstream.on('close', () => socket.end());
  socket.on('error', () => upstream.destroy());
  socket.on('close', () => upstream.destroy());
};

export interface Reach {
  readonly findBalancer: FindBalancer;
  readonly machines: Machines;
  readonly sites: TlsServer;
}

/** The port of the apiserver behind a load balancer's name; else why there is none. */
const apiserverBehind = async (reach: Reach, host: string): Promise<number | string> => {
  const found = await reach.findBalancer(host);
  if (found === undefined) return `the lab has no such host: ${host}`;
  const {region, cluster} = found;
  if (cluster === undefined) return `connect: connection refused (nothing is behind ${host})`;
  const port = reach.machines.apiserver(region, cluster);
  return port ?? `connect: connection refused (the apiserver of ${cluster} is not up)`;
};

const onConnect = async (
  reach: Reach,
  url: string,
  socket: Duplex,
  head: Buffer,
): Promise<void> => {
  const {hostname, port} = new URL(`https://${url}`);
  const host = hostname.toLowerCase();
  // The URL's own default port, 443, reads as empty.
  if (port === '' && SITES.some((site) => site === host)) {
    accept(socket);
    if (head.length > 0) socket.unshift(head);
    reach.sites.emit('connection', socket);
    return;
  }
  if (port !== '' || !LOAD_BALANCER.test(host)) {
    return refuse(socket, 403, `the lab has no such host: ${url}`);
  }
  const behind = await apiserverBehind(reach, host);
  if (typeof behind === 'number') tunnel(socket, head, behind);
  else refuse(socket, 502, behind);
};

/** A server that tunnels CONNECT and refuses everything else, at once. */
export const openProxy = (reach: Reach): Server => {
  const server = createServer((request, response) => {
    response.writeHead(403, {'content-type': 'text/plain'});
    response.end(`the lab has no such host: ${request.headers.host ?? request.url}\n`);
  });
  server.on('connect', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    onConnect(reach, request.url ?? '', socket, head).catch((error: unknown) => {
      refuse(
        socket,
        502,
        `the lab's proxy failed: ${error instanceof Error ? error.message : error}`,
      );
    });
  });
  return server;
};
