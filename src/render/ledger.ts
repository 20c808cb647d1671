/** A ledger for the job summary. */

import type {Ledger} from '../ledger.js';
import {markdownTable} from './table.js';

export function ledgerSummary({cluster, created, deleted, left, types, provedAt}: Ledger): string {
  const head =
    left.length === 0
      ? `### Cluster gone · nothing left\n\n`
      : `### ⚠️ ${left.length} left of \`${cluster}\`\n\n`;
  const counts = `${created.length} created, ${deleted.length} deleted, **${left.length} left** (${types.length} resource types described again at ${provedAt}).\n`;
  if (left.length === 0) return `${head}\`${cluster}\`: ${counts}`;
  const rows = left.map(({type, id}) => [type, id]);
  return `${head}${counts}\n${markdownTable(['type', 'id'], rows)}\n`;
}
