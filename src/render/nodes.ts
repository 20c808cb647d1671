/** The nodes of a cluster as a table: group, node, type, zone, lifecycle, ready, age. */

import {formatDuration} from '../duration.js';
import type {Member} from '../kube/judge.js';
import {markdownTable, type Row, textTable} from './table.js';

const header = ['group', 'node', 'type', 'zone', 'lifecycle', 'ready', 'age'];

export function nodeTable(members: readonly Member[], now: number) {
  const rows = [...members]
    .sort(
      (a, b) => compare(a.machine.group, b.machine.group) || compare(a.machine.id, b.machine.id),
    )
    .map((member) => nodeRow(member, now));
  return {text: textTable(header, rows), markdown: markdownTable(header, rows)};
}

function nodeRow({machine, node}: Member, now: number): Row {
  return [
    machine.group,
    node?.name ?? machine.id,
    machine.type,
    machine.zone,
    machine.lifecycle,
    node === undefined ? 'not joined' : node.ready ? 'yes' : 'no',
    formatDuration(now - (node?.created ?? machine.launched)),
  ];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
