/** What kops keeps in its state store for a cluster, and where: found as nodeup finds it. */

import {gunzipSync} from 'node:zlib';
import {parse} from 'yaml';
import type {Instance} from '../aws-api.ts';
import type {Buckets} from '../buckets.ts';

/** A cluster's folder: `bucket`, and `prefix` without a slash at its end. */
export interface ConfigBase {
  readonly bucket: string;
  readonly prefix: string;
}

/** User data as text, also when kops compressed it (an instance group's spec.compressUserData). */
const plainUserData = (userData: string): string => {
  const bytes = Buffer.from(userData, 'base64');
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString() : userData;
};

/** The pieces that kops compresses inside the script, `echo "…" | base64 -d | gzip -d`, unpacked after it. */
const withUnpackedPieces = (script: string): string => {
  const pieces = [...script.matchAll(/echo "(H4sI[A-Za-z0-9+/=]+)"/g)];
  const texts = pieces.map(([, piece = '']) => gunzipSync(Buffer.from(piece, 'base64')).toString());
  return [script, ...texts].join('\n');
};

const configBaseIn = (userData: string): ConfigBase | undefined => {
  const text = withUnpackedPieces(plainUserData(userData));
  const found = /^ConfigBase: s3:\/\/([^/\s]+)\/(\S+?)\/?$/m.exec(text);
  return found === null ? undefined : {bucket: found[1] ?? '', prefix: found[2] ?? ''};
};

/** ConfigBase of a control-plane instance's user data; else the bucket that holds `<cluster>/config`. */
export const findConfigBase = async (
  buckets: Buckets,
  cluster: string,
  controlPlane: readonly Instance[],
): Promise<ConfigBase> => {
  for (const {userData} of controlPlane) {
    const base = configBaseIn(userData);
    if (base !== undefined) return base;
  }
  for (const bucket of await buckets.list()) {
    if ((await buckets.read(bucket, `${cluster}/config`)) !== undefined) {
      return {bucket, prefix: cluster};
    }
  }
  throw new Error(
    `no bucket of the lab has ${cluster}/config, and no instance's user data names one`,
  );
};

/** A file of the cluster's folder; the error names it when it is not there. */
export const readStored = async (
  buckets: Buckets,
  {bucket, prefix}: ConfigBase,
  path: string,
): Promise<string> => {
  const stored = await buckets.read(bucket, `${prefix}/${path}`);
  if (stored === undefined) throw new Error(`s3://${bucket}/${prefix}/${path} is not there`);
  return stored.text;
};

export interface Keyset {
  readonly certificate: string;
  readonly key: string;
}

interface KeysetDocument {
  readonly spec: {
    readonly primaryId: string;
    readonly keys: readonly {
      readonly id: string;
      readonly privateMaterial: string;
      readonly publicMaterial: string;
    }[];
  };
}

/** The primary key of one of kops' keysets, as PEM (pkg: k8s.io/kops/upup/pkg/fi, vfs_keystore). */
export const readKeyset = async (
  buckets: Buckets,
  base: ConfigBase,
  name: string,
): Promise<Keyset> => {
  const path = `pki/private/${name}/keyset.yaml`;
  const {spec} = parse(await readStored(buckets, base, path)) as KeysetDocument;
  const primary = spec.keys.find(({id}) => id === spec.primaryId);
  if (primary === undefined) throw new Error(`${path} has no key ${spec.primaryId}`);
  const decode = (text: string): string => Buffer.from(text, 'base64').toString();
  return {certificate: decode(primary.publicMaterial), key: decode(primary.privateMaterial)};
};
