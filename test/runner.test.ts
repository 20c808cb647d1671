import {expect, test} from '@jest/globals';
import {quoted} from '../src/runner.js';

test.each([
  ['::set-output name=x::y', ': :set-output name=x::y'],
  ['  ::add-mask::x', '  : :add-mask::x'],
  ['text ##[command]rm', 'text ## [command]rm'],
  ['a::b is harmless', 'a::b is harmless'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u0085::stop-commands::x', ': :stop-commands::x'],
  ['\u00a0::error::x', '\u00a0: :error::x'],
  ['tab\tstays', 'tab\tstays'],
])('foreign text %j cannot issue a workflow command', (text, expected) => {
  expect(quoted(text)).toBe(expected);
});
