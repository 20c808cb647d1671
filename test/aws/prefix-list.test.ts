import {expect, test} from '@jest/globals';
import {modificationOf} from '../../src/aws/prefix-list.js';

const mine = {cidr: '203.0.113.7/32', note: '2026-11-23T12:00:00Z 99/e2e'};
const theirs = {cidr: '203.0.113.7/32', note: '2026-11-23T11:00:00Z 98/e2e'};

test('a job adds its address once and takes out only its own', () => {
  expect(modificationOf('add', mine, [])).toEqual({
    AddEntries: [{Cidr: mine.cidr, Description: mine.note}],
  });
  expect(modificationOf('add', mine, [mine])).toBeUndefined();
  expect(modificationOf('remove', mine, [mine])).toEqual({RemoveEntries: [{Cidr: mine.cidr}]});
  expect(modificationOf('remove', mine, [])).toBeUndefined();
});

test('an address that another job has added is left to it', () => {
  expect(modificationOf('add', mine, [theirs])).toBeUndefined();
  expect(modificationOf('remove', mine, [theirs])).toBeUndefined();
});

test('a full list loses its oldest entry: that of a job which was killed', () => {
  const full = Array.from({length: 20}, (_, i) => ({
    cidr: `198.51.100.${i}/32`,
    note: `2026-11-23T10:${String(59 - i).padStart(2, '0')}:00Z 1/a`,
  }));
  expect(modificationOf('add', mine, full)).toEqual({
    AddEntries: [{Cidr: mine.cidr, Description: mine.note}],
    RemoveEntries: [{Cidr: '198.51.100.19/32'}],
  });
});
