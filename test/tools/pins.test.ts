import {expect, test} from '@jest/globals';
import {builtIn, parsePins} from '../../src/tools/pins.js';
import known from '../../src/tools/pins.json' with {type: 'json'};
import {platformOf, platforms} from '../../src/tools/platform.js';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);

test('the input is read line by line; comments, blank lines, v and case do not matter', () => {
  const text = `
# our builds
kops v1.36.0 linux/amd64 ${'A'.repeat(64)}  # built 2026-11-20

  kubectl 1.36.1   linux/arm64 sha256:${b}\r
kubectl 1.36.1 linux/arm64 ${b}`;
  expect(parsePins(text)).toEqual([
    {tool: 'kops', version: '1.36.0', platform: 'linux/amd64', sha256: a},
    {tool: 'kubectl', version: '1.36.1', platform: 'linux/arm64', sha256: b},
  ]);
  expect(parsePins('')).toEqual([]);
});

test.each([
  [`kops 1.36 linux/amd64 ${a}`, 'pins, line 1: "kops 1.36 linux/amd64 aaa'],
  [`\nhelm 4.0.0 linux/amd64 ${a}`, 'line 2: .* names a tool other than kops, kubectl'],
  [`kops 1.36.0 windows/amd64 ${a}`, 'names a platform other than linux/amd64, '],
  [`kops 1.36.0 linux/amd64 ${a}0`, 'line 1: .* is not a pin'],
  [
    `kops 1.36.0 linux/amd64 ${a}\nkops 1.36.0 linux/amd64 ${b}`,
    'line 2: .* contradicts an earlier line',
  ],
])('%s is refused', (text, message) => {
  let thrown: unknown;
  try {
    parsePins(text);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({code: 'KS120', message: expect.stringMatching(message)});
});

test('every built-in pin is a whole hash of a full version, for each platform, from a named source', () => {
  for (const {source, sha256} of Object.values(known)) {
    expect(source).toMatch(/^https:\/\/github\.com\/kubernetes\//);
    for (const [version, hashes] of Object.entries(sha256)) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(Object.keys(hashes).sort()).toEqual([...platforms].sort());
      for (const hash of Object.values(hashes)) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    }
  }
  expect(builtIn('kops', '1.36.0', 'linux/amd64')?.sha256).toMatch(/^fb92e82f5ce983ab/);
  expect(builtIn('kubectl', '1.36.1', 'linux/arm64')).toBeDefined();
  expect(builtIn('kubectl', '1.36.99', 'linux/arm64')).toBeUndefined();
});

test.each([
  ['linux', 'x64', 'linux/amd64'],
  ['linux', 'arm64', 'linux/arm64'],
  ['darwin', 'arm64', 'darwin/arm64'],
])('%s on %s is %s', (os, arch, platform) => {
  expect(platformOf(os, arch)).toBe(platform);
});

test.each([
  ['win32', 'x64'],
  ['linux', 's390x'],
])('there is no tool for %s on %s', (os, arch) => {
  expect(() => platformOf(os, arch)).toThrow(`there is no kops and kubectl for ${os} on ${arch}`);
});
