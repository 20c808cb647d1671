/** Tables for the log and for markdown, from the same rows. */

export type Row = readonly string[];

/** Columns as wide as their widest cell, two blanks between. */
export function textTable(header: Row, rows: readonly Row[]): string[] {
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

export function markdownTable(header: Row, rows: readonly Row[]): string {
  const line = (row: Row) => `| ${row.map(cell).join(' | ')} |`;
  return [line(header), `| ${header.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Foreign text in a table can break neither the table nor the page. */
function cell(text: string): string {
  return escapeMarkdown(text.replaceAll(/\s+/g, ' '));
}

export function escapeMarkdown(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/([\\|`*_[\]])/g, '\\$1')
    .replaceAll('@', '&#64;');
}
