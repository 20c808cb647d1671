/** What kops fields of the user's may not say, because kops-spot says it. */

import {isControlPlane} from '../render/control-plane.js';
import {isMap} from '../render/merge.js';
import type {Draft, KopsFields} from '../schema.js';
import type {Found} from './documents.js';
import {type Path, shown} from './path.js';
import type {Report} from './report.js';

/** The values of the spec that are sound, so that something can contradict them. */
interface Sure {
  readonly name: string | undefined;
  readonly kubernetesVersion: string | undefined;
}

function sureOf({cluster}: Draft, report: Report): Sure {
  const sure = (key: 'name' | 'kubernetesVersion') =>
    report.sound(['cluster', key]) ? cluster[key] : undefined;
  return {name: sure('name'), kubernetesVersion: sure('kubernetesVersion')};
}

export function checkKopsFields(draft: Draft, report: Report): void {
  checkClusterSpec(draft.cluster.kops, ['cluster', 'kops'], sureOf(draft, report), report);
  checkLabels(draft.controlPlane?.kops ?? {}, ['controlPlane', 'kops'], report);
  checkRole(draft.controlPlane?.kops ?? {}, ['controlPlane', 'kops'], 'Master', report);
  for (const kind of ['onDemandGroups', 'spotGroups'] as const)
    for (const [name, {kops}] of Object.entries(draft[kind])) {
      checkLabels(kops, [kind, name, 'kops'], report);
      checkRole(kops, [kind, name, 'kops'], 'Node', report);
    }
}

export function checkDocuments(draft: Draft, found: readonly Found[], spec: Report): void {
  const sure = sureOf(draft, spec);
  const names = new Set<string>();
  for (const {document, tree, base} of found) {
    const {kind, name, spec: fields} = document;
    checkNames(sure, document, base, tree.report);
    if (kind === 'Cluster') checkClusterSpec(fields, [...base, 'spec'], sure, tree.report);
    else {
      checkLabels(fields, [...base, 'spec'], tree.report);
      checkGroup(draft, name, fields, {report: tree.report, base, twice: names.has(name)});
      names.add(name);
    }
  }
}

/** Where kops keeps a cluster's state, all below configBase unless one of them says otherwise. */
const statePaths = ['configBase', 'configStore', 'keyStore', 'secretStore'];

function checkClusterSpec(fields: KopsFields, path: Path, sure: Sure, report: Report): void {
  const refuse = (key: string, message: string) => report.key('KS113', [...path, key], message);
  for (const key of statePaths)
    if (key in fields)
      refuse(key, 'kops-spot sets this. Take it out, or write cluster.stateStore.');
  if ('kubernetesApiAccess' in fields)
    refuse('kubernetesApiAccess', 'kops-spot sets this. Write cluster.access.api instead.');
  if ('sshAccess' in fields)
    refuse('sshAccess', 'kops-spot sets this. Write cluster.access.ssh instead.');
  const {kubernetesVersion, cloudProvider} = fields;
  const full = sure.kubernetesVersion ?? kubernetesVersion;
  if (kubernetesVersion !== undefined && kubernetesVersion !== full)
    refuse(
      'kubernetesVersion',
      `contradicts cluster.kubernetesVersion, which is ${full}. Take it out.`,
    );
  if (cloudProvider !== undefined && cloudProvider !== 'aws')
    refuse('cloudProvider', 'kops-spot works with aws only. Take it out.');
  checkLabels(fields, path, report);
}

function checkLabels({cloudLabels}: KopsFields, path: Path, report: Report): void {
  if (!isMap(cloudLabels)) return;
  for (const key of Object.keys(cloudLabels).filter((key) => key.startsWith('kops-spot/')))
    report.key(
      'KS113',
      [...path, 'cloudLabels', key],
      'kops-spot sets tags of this name itself. Take it out.',
    );
}

function checkRole(fields: KopsFields, path: Path, role: 'Master' | 'Node', report: Report): void {
  const same = role === 'Master' ? isControlPlane(fields) : fields.role === role;
  if (fields.role !== undefined && !same)
    report.value('KS113', [...path, 'role'], `the role of this group is ${role}. Take it out.`);
}

/** A name that is left out, or is the spec's own, cannot contradict the one that the scope makes of it. */
function checkNames(
  sure: Sure,
  {kind, name, labels}: Found['document'],
  base: Path,
  report: Report,
): void {
  const label = labels['kops.k8s.io/cluster'];
  const own = sure.name;
  const fits = (written: string) => written === '' || own === undefined || written === own;
  const cure = `kops-spot names the cluster. Take it out, or write ${own}.`;
  if (kind === 'Cluster' && !fits(name)) report.value('KS113', [...base, 'metadata', 'name'], cure);
  if (label !== undefined && !fits(label))
    report.value('KS113', [...base, 'metadata', 'labels', 'kops.k8s.io/cluster'], cure);
}

interface Where {
  readonly report: Report;
  readonly base: Path;
  readonly twice: boolean;
}

function checkGroup(draft: Draft, name: string, spec: KopsFields, where: Where): void {
  const {report, base, twice} = where;
  const metadata = [...base, 'metadata', 'name'];
  const role = [...base, 'spec', 'role'];
  if (name === '') {
    report.key('KS109', metadata, 'missing. An InstanceGroup must have a name.');
  } else if (twice) {
    report.value(
      'KS110',
      metadata,
      `another document is named ${shown(name)}. Make one of the two.`,
    );
  } else if (Object.hasOwn(draft.onDemandGroups, name)) {
    const message = `onDemandGroups.${name} becomes one group a zone, like ${name}-${draft.cluster.region}a. Name one of these, or write onDemandGroups.${name}.kops.`;
    report.value('KS110', metadata, message);
  } else {
    const known = knownRole(draft, name);
    if (known === undefined && spec.role === undefined)
      report.key('KS109', role, 'missing. Write role: Node.');
    else if (known !== undefined && spec.role !== undefined && roleOf(spec) !== known)
      report.value(
        'KS110',
        role,
        `the spec has a group ${name} of role ${known}. Choose another name.`,
      );
    else if (known === undefined && isControlPlane(spec) && draft.controlPlane !== undefined)
      report.value(
        'KS110',
        metadata,
        'controlPlane makes a control plane, too. Take controlPlane out of the spec, or this document.',
      );
  }
}

function roleOf(spec: KopsFields): string {
  return isControlPlane(spec) ? 'Master' : String(spec.role);
}

/** The role of a group that the spec itself makes; those of zones are told by their names. */
function knownRole({cluster, onDemandGroups, spotGroups}: Draft, name: string): string | undefined {
  if (Object.hasOwn(spotGroups, name)) return 'Node';
  const zoned = Object.keys(onDemandGroups).some((group) =>
    name.startsWith(`${group}-${cluster.region}`),
  );
  if (zoned) return 'Node';
  return name.startsWith(`control-plane-${cluster.region}`) ? 'Master' : undefined;
}
