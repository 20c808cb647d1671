import {expect, test} from '@jest/globals';
import {clock, formatDuration, parseDuration, utc} from '../src/duration.js';

test.each([
  ['2h', 7_200_000],
  ['90m', 5_400_000],
  ['45s', 45_000],
  ['1h30m', 5_400_000],
  ['0s', 0],
  ['', undefined],
  ['90', undefined],
  ['1.5h', undefined],
  ['30m1h', undefined],
  ['-5m', undefined],
])('%s is %s milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  [40, '0.0 s'],
  [2_440, '2.4 s'],
  [9_960, '10 s'],
  [59_400, '59 s'],
  [184_000, '3 m 04 s'],
  [59.9 * 60_000, '59 m 54 s'],
  [7_500_000, '2 h 05 m'],
])('%s milliseconds read %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('a clock counts minutes and seconds, a moment is UTC', () => {
  expect(clock(132_900)).toBe('2:12');
  expect(utc(Date.UTC(2026, 10, 23, 18, 2, 0, 450))).toBe('2026-11-23T18:02:00Z');
});
