import {expect, test} from '@jest/globals';
import {hasCredentials} from '../../src/aws/cloud.js';
import {storeOf} from '../../src/aws/store.js';

test('without a store in the spec each repository has a bucket of its own in each region', () => {
  expect(storeOf(undefined, '123456789012', '4711', 'eu-west-1')).toEqual({
    bucket: 'kops-spot-123456789012-4711-eu-west-1',
    prefix: '',
    url: 's3://kops-spot-123456789012-4711-eu-west-1',
    ours: true,
  });
});

test.each([
  ['s3://acme', 'acme', '', 's3://acme'],
  ['s3://acme/', 'acme', '', 's3://acme'],
  ['s3://acme/ci/kops/', 'acme', 'ci/kops', 's3://acme/ci/kops'],
])('%s is the user’s and stays', (stateStore, bucket, prefix, url) => {
  const store = storeOf(stateStore, '123456789012', '4711', 'us-east-1');
  expect(store).toEqual({bucket, prefix, url, ours: false});
});

test('a plan is made offline when neither a role nor the environment gives credentials', () => {
  expect(hasCredentials({}, undefined)).toBe(false);
  expect(hasCredentials({AWS_ACCESS_KEY_ID: 'x'}, undefined)).toBe(true);
  expect(hasCredentials({AWS_PROFILE: 'x'}, undefined)).toBe(true);
  expect(hasCredentials({}, 'arn:aws:iam::123456789012:role/x')).toBe(true);
});
