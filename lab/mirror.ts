/** The download sites of kops and kubectl, and kops' own artifacts, under the paths of the real ones. */

import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {pipeline} from 'node:stream/promises';
import type {LabState} from './state.ts';
import {ARCHITECTURE, KOPS_VERSION, KUBERNETES_VERSION} from './tools/go.ts';

interface Download {
  readonly file: string;
  readonly sha256: string;
}

const downloads = ({kops, kubelab}: LabState): Readonly<Record<string, Download>> => ({
  [`/kubernetes/kops/releases/download/v${KOPS_VERSION}/kops-linux-${ARCHITECTURE}`]: kops,
  // The multi-call binary runs as kubectl when it is called by that name.
  [`/release/v${KUBERNETES_VERSION}/bin/linux/${ARCHITECTURE}/kubectl`]: kubelab,
});

/** Below KOPS_BASE_URL kops asks only for hashes, of programs for machines that do not exist here. */
const ARTIFACT = new RegExp(
  `^/kops/${KOPS_VERSION.replaceAll('.', '\\.')}/(linux|images)/[\\w./-]+$`,
);

const standIn = (path: string): string => `The lab's stand-in for ${path}: no machine runs it.\n`;

const sendFile = async (response: ServerResponse, file: string, head: boolean): Promise<void> => {
  const {size} = await stat(file);
  response.writeHead(200, {'content-type': 'application/octet-stream', 'content-length': size});
  if (head) response.end();
  else await pipeline(createReadStream(file), response);
};

const sendText = (response: ServerResponse, text: string): void => {
  response.writeHead(200, {
    'content-type': 'text/plain',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
};

/** Answers a GET or HEAD; false when the path is none of the mirror's. */
export const answerMirror = async (
  state: LabState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> => {
  const path = new URL(request.url ?? '/', 'http://mirror').pathname;
  const hashed = path.endsWith('.sha256');
  const target = hashed ? path.slice(0, -'.sha256'.length) : path;
  const download = Object.hasOwn(downloads(state), target) ? downloads(state)[target] : undefined;
  if (download !== undefined) {
    if (hashed) sendText(response, `${download.sha256}\n`);
    else await sendFile(response, download.file, request.method === 'HEAD');
    return true;
  }
  // kops looks for .sha256sum first and takes .sha256 when that is not there.
  if (!ARTIFACT.test(target) || target.endsWith('.sha256sum')) return false;
  const text = standIn(target);
  sendText(response, hashed ? createHash('sha256').update(text).digest('hex') : text);
  return true;
};
