/** Certificates by openssl: the lab's own CA for the sites that it answers for, and leaves of kops' CAs. */

import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {readText, writeText} from './files.ts';
import {run} from './run.ts';

export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

export interface Leaf {
  /** In the form of openssl: /O=organization/CN=name. */
  readonly subject: string;
  readonly usage: 'serverAuth' | 'clientAuth';
  /** In the form of openssl: DNS:name, IP:address. */
  readonly names?: readonly string[];
}

const pairIn = (folder: string, name: string): KeyPair => ({
  key: join(folder, `${name}.key`),
  certificate: join(folder, `${name}.crt`),
});

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const;

/** A self-signed CA for ten years; the one that is there is kept, since shells already trust it. */
export const ensureAuthority = async (folder: string, name: string): Promise<KeyPair> => {
  const pair = pairIn(folder, name);
  if ((await readText(pair.certificate)) !== undefined) return pair;
  await mkdir(folder, {recursive: true, mode: 0o700});
  const usage = 'keyUsage=critical,keyCertSign,cRLSign,digitalSignature';
  await run('openssl', [
    ...['req', '-x509', '-days', '3650', '-subj', `/CN=${name}`, '-addext', usage],
    ...[...NEW_KEY, '-keyout', pair.key, '-out', pair.certificate],
  ]);
  return pair;
};

/** A new key and a certificate for 30 days, signed by the authority, as `folder/name.{key,crt}`. */
export const issue = async (
  authority: KeyPair,
  folder: string,
  name: string,
  leaf: Leaf,
): Promise<KeyPair> => {
  const pair = pairIn(folder, name);
  const names = leaf.names === undefined ? '' : `subjectAltName=${leaf.names.join(',')}\n`;
  const extensions = join(folder, `${name}.ext`);
  await writeText(extensions, `extendedKeyUsage=${leaf.usage}\n${names}`);
  const request = await run('openssl', [
    ...['req', '-new', '-subj', leaf.subject, ...NEW_KEY, '-keyout', pair.key],
  ]);
  await run(
    'openssl',
    [
      ...['x509', '-req', '-days', '30', '-CA', authority.certificate, '-CAkey', authority.key],
      ...['-set_serial', `0x${crypto.randomUUID().replaceAll('-', '')}`],
      ...['-extfile', extensions, '-out', pair.certificate],
    ],
    {input: request},
  );
  return pair;
};
