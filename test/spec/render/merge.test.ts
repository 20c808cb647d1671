import {expect, test} from '@jest/globals';
import {merge, mergeAll, sortKeys} from '../../../src/spec/render/merge.js';

const base = {a: 1, list: [1, 2], map: {x: 1, y: {z: 2}}, gone: true};

test('maps merge, lists replace, null takes away', () => {
  expect(
    merge(base, {list: [3], map: {y: {w: 4}}, gone: null, fresh: {inner: null, kept: 1}}),
  ).toEqual({
    a: 1,
    list: [3],
    map: {x: 1, y: {z: 2, w: 4}},
    fresh: {kept: 1},
  });
});

test('nothing changes nothing, and the same twice is the same', () => {
  const over = {list: [9], map: {y: null, v: 1}};
  expect(merge(base, {})).toEqual(base);
  expect(merge(merge(base, over), over)).toEqual(merge(base, over));
});

test('without nulls the order of merging does not depend on grouping', () => {
  const [a, b, c] = [base, {map: {x: 2, q: {r: 1}}}, {map: {q: {s: 2}}, a: [1]}];
  expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
  expect(mergeAll(a, [b, c])).toEqual(merge(merge(a, b), c));
});

test('the base is left alone', () => {
  const before = structuredClone(base);
  merge(base, {map: {x: 9}, gone: null});
  expect(base).toEqual(before);
});

test('keys are sorted at every depth, lists keep their order', () => {
  expect(JSON.stringify(sortKeys({b: [{d: 1, c: 2}, 'a'], a: {z: 1, y: 2}}))).toBe(
    '{"a":{"y":2,"z":1},"b":[{"c":2,"d":1},"a"]}',
  );
});
