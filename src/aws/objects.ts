/** Objects of the state store: read, written beside kops' own, and purged of every version. */

import type {ListObjectVersionsCommandOutput} from '@aws-sdk/client-s3';
import type {Cloud} from './cloud.js';
import {codeOf} from './errors.js';
import {keyIn, openStore, type Store, unusable} from './store.js';

export async function getText(
  cloud: Cloud,
  store: Store,
  key: string,
): Promise<string | undefined> {
  const {sdk, s3, at} = await openStore(cloud, store);
  try {
    const answer = await s3.send(new sdk.GetObjectCommand({...at, Key: keyIn(store, key)}));
    return await answer.Body?.transformToString();
  } catch (cause) {
    if (['NoSuchKey', 'NoSuchBucket'].includes(codeOf(cause))) return undefined;
    throw unusable(store, cause);
  }
}

export async function putText(cloud: Cloud, store: Store, key: string, text: string) {
  const {sdk, s3, at} = await openStore(cloud, store);
  try {
    const object = {...at, Key: keyIn(store, key), Body: text, ContentType: 'application/json'};
    await s3.send(new sdk.PutObjectCommand(object));
  } catch (cause) {
    throw unusable(store, cause);
  }
}

/** The keys below a folder, relative to the store. */
export async function listKeys(cloud: Cloud, store: Store, folder: string): Promise<string[]> {
  const {sdk, s3, at} = await openStore(cloud, store);
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
    if (codeOf(cause) === 'NoSuchBucket') return [];
    throw unusable(store, cause);
  }
  return keys;
}

/**
 * Deletes every version and delete marker below a folder, or of one object, a thousand a call as S3 allows
 * (DeleteObjects). Returns how many went.
 */
export async function purge(cloud: Cloud, store: Store, key: string): Promise<number> {
  const {sdk, s3, at} = await openStore(cloud, store);
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
    if (codeOf(cause) === 'NoSuchBucket') return 0;
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
