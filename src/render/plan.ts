/** A plan for readers: the groups, and the changes. */

import {
  type Change,
  type Documents,
  type KopsDocument,
  lifecycleOf,
  policyOf,
  shown,
} from '../kops/documents.js';
import {markdownTable, type Row, textTable} from './table.js';

interface Table {
  readonly text: readonly string[];
  readonly markdown: string;
}

function table(header: Row, rows: readonly Row[]): Table {
  return {text: textTable(header, rows), markdown: markdownTable(header, rows)};
}

const addons = ['nodeTerminationHandler', 'certManager', 'metricsServer', 'clusterAutoscaler'];

/** The cluster's own facts on one line. */
export function factsOf({cluster: {spec}}: Documents): string {
  const on = addons.filter((name) => (spec[name] as {enabled?: boolean} | undefined)?.enabled);
  const open = (spec.kubernetesApiAccess as readonly string[] | undefined) ?? [];
  const ssh = (spec.sshAccess as readonly string[] | undefined) ?? [];
  return [
    `Kubernetes ${spec.kubernetesVersion}`,
    on.length > 0 ? on.join(', ') : 'no addons',
    `API open to ${open.map((entry) => (entry.startsWith('pl-') ? 'the runner' : entry)).join(', ')}`,
    ssh.length > 0 ? `SSH open to ${ssh.join(', ')}` : 'SSH closed',
  ].join(' · ');
}

export function groupTable({groups}: Documents): Table {
  return table(['group', 'nodes', 'types', 'zones', 'lifecycle'], groups.map(groupRow));
}

function groupRow({metadata, spec}: KopsDocument): Row {
  const {minSize, maxSize, machineType, subnets} = spec;
  const types = policyOf(spec)?.instances ?? [machineType];
  return [
    metadata.name,
    minSize === maxSize ? String(minSize ?? 0) : `${minSize ?? 0}-${maxSize}`,
    few(types.map(String)),
    few((Array.isArray(subnets) ? subnets : []).map(String)),
    lifecycleOf(spec),
  ];
}

/** The first three, and how many more. */
function few(words: readonly string[]): string {
  const rest = words.length - 3;
  return words.slice(0, 3).join(' ') + (rest > 0 ? ` +${rest}` : '');
}

export function changeTable(changes: readonly Change[]): Table {
  return table(
    ['group', 'field', 'now', 'planned'],
    changes.map((change) => {
      const {where, field, before, after} = change;
      if (field !== '') return [where, field, shown(change, before), shown(change, after)];
      return [where, '', before === undefined ? '' : 'there', after === undefined ? 'gone' : 'new'];
    }),
  );
}
