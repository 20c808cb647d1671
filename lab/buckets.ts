import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

export interface StoredText {
  readonly text: string;
  readonly etag: string;
}

export interface Buckets {
  /** An object's text; undefined when the bucket or the key is not there. */
  readonly read: (bucket: string, key: string) => Promise<StoredText | undefined>;
  readonly list: () => Promise<readonly string[]>;
  /** Makes a bucket in us-east-1; one that is there already is left as it is. */
  readonly ensure: (bucket: string) => Promise<void>;
}

const ABSENT = new Set(['NoSuchKey', 'NoSuchBucket', 'NotFound']);

/** S3 with the access key id `LAB`, whose calls the lab's recorder leaves out: they are not the user's. */
export const openBuckets = (endpoint: string): Buckets => {
  const s3 = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: {accessKeyId: 'LAB', secretAccessKey: 'LAB'},
  });
  return {
    read: async (bucket, key) => {
      try {
        const answer = await s3.send(new GetObjectCommand({Bucket: bucket, Key: key}));
        return {text: (await answer.Body?.transformToString()) ?? '', etag: answer.ETag ?? ''};
      } catch (error) {
        if (error instanceof S3ServiceException && ABSENT.has(error.name)) return undefined;
        throw error;
      }
    },
    list: async () => {
      const {Buckets: found = []} = await s3.send(new ListBucketsCommand({}));
      return found.flatMap(({Name}) => (Name === undefined ? [] : [Name]));
    },
    ensure: async (bucket) => {
      await s3.send(new CreateBucketCommand({Bucket: bucket}));
    },
  };
};
