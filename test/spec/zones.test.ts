import {expect, test} from '@jest/globals';
import {knownRegions, snapshot, zonesFor} from '../../src/spec/zones.js';
import {specOf} from './files.js';

const spec = (zones: string) =>
  specOf(`cluster: {name: aa, region: us-east-1, zones: ${zones}}
spotGroups: {w: {machineType: m5.large}}`);

test('a number takes the first zones, names are taken as they are', () => {
  expect(zonesFor(spec('2'), ['us-east-1b', 'us-east-1c', 'us-east-1d'])).toEqual([
    'us-east-1b',
    'us-east-1c',
  ]);
  expect(zonesFor(spec('[us-east-1d, us-east-1a]'), snapshot('us-east-1').zones)).toEqual([
    'us-east-1d',
    'us-east-1a',
  ]);
});

test('an account with fewer zones gets those that it has', () => {
  expect(zonesFor(spec('3'), ['us-east-1a', 'us-east-1b'])).toEqual(['us-east-1a', 'us-east-1b']);
});

test('a named zone that is not available is an error, and so is none at all', () => {
  expect(() => zonesFor(spec('[us-east-1e]'), ['us-east-1a'])).toThrow(
    'cluster.zones: us-east-1e is not available to this account',
  );
  expect(() => zonesFor(spec('1'), [])).toThrow('AWS lists no zones of us-east-1');
});

test('the snapshot has a date, and zones for each region', () => {
  expect(snapshot('eu-west-1')).toEqual({
    zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    taken: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
  });
  for (const region of knownRegions)
    expect(snapshot(region).zones.length).toBeGreaterThanOrEqual(2);
  expect(() => snapshot('mars-north-1')).toThrow('no zones are known for the region mars-north-1');
  expect(() => snapshot('constructor')).toThrow('no zones are known');
});
