import {expect, test} from '@jest/globals';
import {markdownTable, textTable} from '../../src/render/table.js';

test('columns are as wide as their widest cell', () => {
  expect(
    textTable(
      ['group', 'n'],
      [
        ['a-long-name', '1'],
        ['b', '22'],
      ],
    ),
  ).toEqual(['group        n', 'a-long-name  1', 'b            22']);
});

test('foreign text breaks neither the table nor the page', () => {
  const table = markdownTable(['why'], [['a|b\n<img src=x> @octocat [x](y) `c`']]);
  expect(table.split('\n')).toHaveLength(3);
  expect(table).toContain('a\\|b &lt;img src=x&gt; &#64;octocat \\[x\\](y) \\`c\\`');
});
