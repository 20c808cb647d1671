/** The state bucket itself: made when missing, closed to the public, deleted when ours and empty. */

import {CloudError} from '../errors.js';
import type {Cloud} from './cloud.js';
import {codeOf} from './errors.js';
import {type OpenStore, openStore, type Store, status, unusable} from './store.js';

/** Marks a bucket as made by us, with the id of the repository that it was made for. */
const ownerTag = 'kops-spot/owner';

export async function bucketExists(cloud: Cloud, store: Store): Promise<boolean> {
  const {sdk, s3, at} = await openStore(cloud, store);
  try {
    await s3.send(new sdk.HeadBucketCommand(at));
    return true;
  } catch (cause) {
    if (status(cause) === 404) return false;
    throw unusable(store, cause);
  }
}

/**
 * Makes the bucket when it is missing; true when it did. A bucket of the user's is never made, and one of ours that
 * an ended run has left unfinished is finished.
 */
export async function ensureBucket(cloud: Cloud, store: Store, owner: string): Promise<boolean> {
  if (await bucketExists(cloud, store)) {
    if (store.ours && !(await isTagged(cloud, store, owner)))
      await protect(await openStore(cloud, store), owner);
    return false;
  }
  if (!store.ours)
    throw new CloudError('KS143', `the state bucket ${store.bucket} does not exist`, {
      cure: 'Make it, or take cluster.stateStore out of the spec: kops-spot then makes one and deletes it.',
    });
  const {sdk, s3, at} = await openStore(cloud, store);
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
    if (codeOf(cause) === 'BucketAlreadyOwnedByYou') return false; // a neighbour job was quicker
    throw unusable(store, cause);
  }
  await protect({sdk, s3, at}, owner);
  return true;
}

async function protect({sdk, s3, at}: OpenStore, owner: string): Promise<void> {
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
  // Last: the tag says that the bucket is ours and finished.
  const TagSet = [{Key: ownerTag, Value: owner}];
  await s3.send(new sdk.PutBucketTaggingCommand({...at, Tagging: {TagSet}}));
}

async function isTagged(cloud: Cloud, store: Store, owner: string): Promise<boolean> {
  const {sdk, s3, at} = await openStore(cloud, store);
  try {
    const tags = await s3.send(new sdk.GetBucketTaggingCommand(at));
    return tags.TagSet?.some((tag) => tag.Key === ownerTag && tag.Value === owner) ?? false;
  } catch (cause) {
    if (codeOf(cause) === 'NoSuchTagSet') return false;
    throw unusable(store, cause);
  }
}

/** Deletes the bucket if we made it for this owner and nothing is left in it, not even an old version. */
export async function deleteBucketIfEmpty(
  cloud: Cloud,
  store: Store,
  owner: string,
): Promise<boolean> {
  if (!store.ours) return false;
  const {sdk, s3, at} = await openStore(cloud, store);
  try {
    if (!(await isTagged(cloud, store, owner))) return false;
    const page = await s3.send(new sdk.ListObjectVersionsCommand({...at, MaxKeys: 1}));
    if ((page.Versions?.length ?? 0) + (page.DeleteMarkers?.length ?? 0) > 0) return false;
    await s3.send(new sdk.DeleteBucketCommand(at));
    return true;
  } catch (cause) {
    if (['BucketNotEmpty', 'NoSuchBucket'].includes(codeOf(cause))) return false;
    throw unusable(store, cause);
  }
}
