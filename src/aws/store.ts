/** The bucket that holds kops' state: made when missing, read, purged of every version, and deleted. */

import type {ListObjectVersionsCommandOutput, S3Client} from '@aws-sdk/client-s3';
import {CloudError, messageOf} from '../errors.js';
import type {Cloud} from './cloud.js';

/** Marks a bucket as made by us, with the id of the repository that it was made for. */
export const ownerTag = 'kops-spot/owner';

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

/** What all calls on one bucket share: the client, and whose bucket we expect it to be. */
interface Access {
  readonly s3: S3Client;
  readonly at: {readonly Bucket: string; readonly ExpectedBucketOwner: string};
}

async function access(cloud: Cloud, store: Store) {
  const sdk = await import('@aws-sdk/client-s3');
  const s3 = new sdk.S3Client({...cloud.options, followRegionRedirects: true});
  return {sdk, s3, at: {Bucket: store.bucket, ExpectedBucketOwner: cloud.account}};
}

export async function bucketExists(cloud: Cloud, store: Store): Promise<boolean> {
  const {sdk, s3, at} = await access(cloud, store);
  try {
    await s3.send(new sdk.HeadBucketCommand(at));
    return true;
  } catch (cause) {
    if (status(cause) === 404) return false;
    throw unusable(store, cause);
  }
}

/** Makes the bucket when it is missing; true when it did. A bucket of the user's is never made. */
export async function ensureBucket(cloud: Cloud, store: Store, owner: string): Promise<boolean> {
  if (await bucketExists(cloud, store)) return false;
  if (!store.ours)
    throw new CloudError('KS143', `the state bucket ${store.bucket} does not exist`, {
      cure: 'Make it, or take cluster.stateStore out of the spec: kops-spot then makes one and deletes it.',
    });
  const {sdk, s3, at} = await access(cloud, store);
  try {
    // us-east-1 is the one region that S3 does not want to be told (CreateBucket, LocationConstraint).
    const elsewhere = cloud.region !== 'us-east-1';
    await s3.send(
      new sdk.CreateBucketCommand({
        Bucket: store.bucket,
        ...(elsewhere
          ? {CreateBucketConfiguration: {LocationConstraint: cloud.region as 'eu-west-1'}}
          : {}),
      }),
    );
  } catch (cause) {
    if (errorName(cause) === 'BucketAlreadyOwnedByYou') return false; // a neighbour job was quicker
    throw unusable(store, cause);
  }
  await protect({s3, at}, sdk, owner);
  return true;
}

async function protect(
  {s3, at}: Access,
  sdk: typeof import('@aws-sdk/client-s3'),
  owner: string,
): Promise<void> {
  const all = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  const encryption = [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256' as const}}];
  // A net below the purge: what a lost teardown leaves behind still goes away.
  const lifecycle = {
    ID: 'kops-spot',
    Status: 'Enabled' as const,
    Filter: {Prefix: ''},
    NoncurrentVersionExpiration: {NoncurrentDays: 7},
    AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1},
  };
  await s3.send(
    new sdk.PutBucketTaggingCommand({...at, Tagging: {TagSet: [{Key: ownerTag, Value: owner}]}}),
  );
  await Promise.all([
    s3.send(
      new sdk.PutBucketVersioningCommand({...at, VersioningConfiguration: {Status: 'Enabled'}}),
    ),
    s3.send(
      new sdk.PutBucketEncryptionCommand({
        ...at,
        ServerSideEncryptionConfiguration: {Rules: encryption},
      }),
    ),
    s3.send(new sdk.PutPublicAccessBlockCommand({...at, PublicAccessBlockConfiguration: all})),
    s3.send(
      new sdk.PutBucketLifecycleConfigurationCommand({
        ...at,
        LifecycleConfiguration: {Rules: [lifecycle]},
      }),
    ),
  ]);
}

export async function getText(
  cloud: Cloud,
  store: Store,
  key: string,
): Promise<string | undefined> {
  const {sdk, s3, at} = await access(cloud, store);
  try {
    const answer = await s3.send(new sdk.GetObjectCommand({...at, Key: keyIn(store, key)}));
    return await answer.Body?.transformToString();
  } catch (cause) {
    if (['NoSuchKey', 'NoSuchBucket'].includes(errorName(cause))) return undefined;
    throw unusable(store, cause);
  }
}

export async function putText(cloud: Cloud, store: Store, key: string, text: string) {
  const {sdk, s3, at} = await access(cloud, store);
  try {
    const object = {...at, Key: keyIn(store, key), Body: text, ContentType: 'application/json'};
    await s3.send(new sdk.PutObjectCommand(object));
  } catch (cause) {
    throw unusable(store, cause);
  }
}

/** The keys below a folder, relative to the store. */
export async function listKeys(cloud: Cloud, store: Store, folder: string): Promise<string[]> {
  const {sdk, s3, at} = await access(cloud, store);
  const keys: string[] = [];
  try {
    const pages = sdk.paginateListObjectsV2(
      {client: s3},
      {...at, Prefix: `${keyIn(store, folder)}/`},
    );
    for await (const page of pages)
      for (const {Key} of page.Contents ?? [])
        if (Key) keys.push(Key.slice(store.prefix ? store.prefix.length + 1 : 0));
  } catch (cause) {
    if (errorName(cause) === 'NoSuchBucket') return [];
    throw unusable(store, cause);
  }
  return keys;
}

/**
 * Deletes every version and delete marker below a folder, or of one object, a thousand a call as S3 allows
 * (DeleteObjects). Returns how many went.
 */
export async function purge(cloud: Cloud, store: Store, key: string): Promise<number> {
  const {sdk, s3, at} = await access(cloud, store);
  const whole = keyIn(store, key);
  const wanted = (found: string | undefined) => found === whole || found?.startsWith(`${whole}/`);
  let gone = 0;
  try {
    let from: {KeyMarker?: string; VersionIdMarker?: string} | undefined = {};
    while (from !== undefined) {
      const page: ListObjectVersionsCommandOutput = await s3.send(
        new sdk.ListObjectVersionsCommand({...at, Prefix: whole, ...from}),
      );
      const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]
        .filter(({Key}) => wanted(Key))
        .map(({Key, VersionId}) => ({Key, VersionId}));
      if (objects.length > 0) {
        const Delete = {Objects: objects, Quiet: true};
        const answer = await s3.send(new sdk.DeleteObjectsCommand({...at, Delete}));
        const [error] = answer.Errors ?? [];
        if (error) throw new Error(`${error.Key}: ${error.Code} ${error.Message}`);
      }
      gone += objects.length;
      from = page.IsTruncated ? markers(page) : undefined;
    }
  } catch (cause) {
    if (errorName(cause) === 'NoSuchBucket') return 0;
    throw unusable(store, cause);
  }
  return gone;
}

function markers(page: ListObjectVersionsCommandOutput) {
  return {
    ...(page.NextKeyMarker ? {KeyMarker: page.NextKeyMarker} : {}),
    ...(page.NextVersionIdMarker ? {VersionIdMarker: page.NextVersionIdMarker} : {}),
  };
}

/** Deletes the bucket if we made it for this owner and nothing is left in it, not even an old version. */
export async function deleteBucketIfEmpty(
  cloud: Cloud,
  store: Store,
  owner: string,
): Promise<boolean> {
  if (!store.ours) return false;
  const {sdk, s3, at} = await access(cloud, store);
  try {
    const tags = await s3.send(new sdk.GetBucketTaggingCommand(at));
    if (!tags.TagSet?.some((tag) => tag.Key === ownerTag && tag.Value === owner)) return false;
    const page = await s3.send(new sdk.ListObjectVersionsCommand({...at, MaxKeys: 1}));
    if ((page.Versions?.length ?? 0) + (page.DeleteMarkers?.length ?? 0) > 0) return false;
    await s3.send(new sdk.DeleteBucketCommand(at));
    return true;
  } catch (cause) {
    if (['BucketNotEmpty', 'NoSuchBucket', 'NoSuchTagSet'].includes(errorName(cause))) return false;
    throw unusable(store, cause);
  }
}

function keyIn(store: Store, key: string): string {
  return store.prefix ? `${store.prefix}/${key}` : key;
}

function unusable(store: Store, cause: unknown): CloudError {
  const denied = status(cause) === 403;
  return new CloudError(
    'KS143',
    `the state bucket ${store.bucket} cannot be used: ${errorName(cause)} ${messageOf(cause)}`,
    {
      cause,
      ...(denied
        ? {cure: 'The role lacks a permission on it, or the bucket is of another account.'}
        : {}),
    },
  );
}

function status(error: unknown): number | undefined {
  return (error as {$metadata?: {httpStatusCode?: number}}).$metadata?.httpStatusCode;
}

function errorName(error: unknown): string {
  return (error as Error).name;
}
