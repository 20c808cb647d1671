import {once} from 'node:events';
import {createServer} from 'node:net';

/** Below Linux' range for outgoing connections (32768 and up), which would take a chosen port away again. */
const FIRST = 20_000;
const COUNT = 12_000;

const chosen = new Set<number>();

export const isFree = async (port: number): Promise<boolean> => {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
};

/** A loopback port that nobody listens on, never the same twice in one process. */
export const freePort = async (): Promise<number> => {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (chosen.has(port)) continue;
    chosen.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port on 127.0.0.1 between ${FIRST} and ${FIRST + COUNT}`);
};
