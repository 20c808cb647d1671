/** Where kops' state of a cluster is: the bucket and the path in it, and the S3 client for both. */

import {CloudError, messageOf} from '../errors.js';
import type {Cloud} from './cloud.js';
import {codeOf} from './errors.js';

export interface Store {
  readonly bucket: string;
  /** Below the bucket, without slashes at its ends; empty for the root. */
  readonly prefix: string;
  /** As kops takes it: `s3://bucket/prefix`. */
  readonly url: string;
  /** Made and deleted by us; a bucket that the spec names is neither. */
  readonly ours: boolean;
}

export function storeOf(
  stateStore: string | undefined,
  account: string,
  owner: string,
  region: string,
): Store {
  if (stateStore === undefined) {
    const bucket = `kops-spot-${account}-${owner}-${region}`.toLowerCase();
    return {bucket, prefix: '', url: `s3://${bucket}`, ours: true};
  }
  const [bucket = '', ...path] = stateStore.replace(/^s3:\/\//, '').split('/');
  const prefix = path.filter(Boolean).join('/');
  return {bucket, prefix, url: `s3://${[bucket, prefix].filter(Boolean).join('/')}`, ours: false};
}

/** The client, and what all calls say: which bucket, and whose we expect it to be. */
export async function openStore(cloud: Cloud, store: Store) {
  const sdk = await import('@aws-sdk/client-s3');
  const s3 = new sdk.S3Client({...cloud.options, followRegionRedirects: true});
  return {sdk, s3, at: {Bucket: store.bucket, ExpectedBucketOwner: cloud.account}};
}

export type OpenStore = Awaited<ReturnType<typeof openStore>>;

export function keyIn(store: Store, key: string): string {
  return store.prefix ? `${store.prefix}/${key}` : key;
}

export function unusable(store: Store, cause: unknown): CloudError {
  const denied = status(cause) === 403;
  return new CloudError(
    'KS143',
    `the state bucket ${store.bucket} cannot be used: ${codeOf(cause)} ${messageOf(cause)}`,
    {
      cause,
      ...(denied
        ? {cure: 'The role lacks a permission on it, or the bucket is of another account.'}
        : {}),
    },
  );
}

export function status(error: unknown): number | undefined {
  return (error as {$metadata?: {httpStatusCode?: number}}).$metadata?.httpStatusCode;
}
