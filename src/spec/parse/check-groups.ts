/** What must hold within a group and between groups. */

import {architectureOf} from '../render/architecture.js';
import {isMap} from '../render/merge.js';
import type {Draft, Group} from '../schema.js';
import {checkZones} from './check-cluster.js';
import type {Path} from './path.js';
import type {Report} from './report.js';

const kinds = ['onDemandGroups', 'spotGroups'] as const;

export function checkGroups(draft: Draft, report: Report): void {
  for (const kind of kinds)
    for (const [name, group] of Object.entries(draft[kind])) {
      checkTypes(group, [kind, name], report);
      checkSizes(group, [kind, name], report);
      checkGroupZones(draft, group, [kind, name], report);
    }
  for (const name of Object.keys(draft.spotGroups)) checkName(draft, name, report);
}

function checkTypes(group: Group, path: Path, report: Report): void {
  const {machineType, instanceTypes = [], kops} = group;
  const sound = report.sound([...path, 'machineType']) && report.sound([...path, 'instanceTypes']);
  if (!sound) return;
  const [first] = instanceTypes;
  if (machineType === undefined && first === undefined) {
    const inKops = kops.machineType !== undefined || isMap(kops.mixedInstancesPolicy);
    const message = 'names no instance types. Write instanceTypes: [m5.large, m5a.large].';
    if (!inKops) report.key('KS109', path, message);
  } else if (machineType !== undefined && first !== undefined) {
    if (!instanceTypes.includes(machineType))
      report.value(
        'KS110',
        [...path, 'machineType'],
        `${machineType} is not one of instanceTypes. Add it to the list, or write ${first}.`,
      );
  }
  if (first !== undefined) checkList(instanceTypes, first, [...path, 'instanceTypes'], report);
}

function checkList(types: readonly string[], first: string, path: Path, report: Report): void {
  const wanted = architectureOf(first);
  for (const [i, type] of types.entries())
    if (types.indexOf(type) < i)
      report.value('KS110', [...path, i], `${type} is in the list twice. Keep one.`);
    else if (architectureOf(type) !== wanted)
      report.value(
        'KS110',
        [...path, i],
        `${type} is ${architectureOf(type)}, ${first} is ${wanted}: a group has one image. Make two groups.`,
      );
}

function checkSizes({minSize, maxSize}: Group, path: Path, report: Report): void {
  if (minSize <= maxSize) return;
  if (!report.sound([...path, 'minSize']) || !report.sound([...path, 'maxSize'])) return;
  report.value(
    'KS110',
    [...path, 'maxSize'],
    `${maxSize} is less than minSize, which is ${minSize}. Write ${minSize} or more, or a smaller minSize.`,
  );
}

function checkGroupZones({cluster}: Draft, {zones}: Group, path: Path, report: Report): void {
  const sound = report.sound(['cluster', 'region']) && report.sound(['cluster', 'zones']);
  if (zones === undefined || !sound) return;
  const place = [...path.map(String), 'zones'];
  checkZones(zones, place, cluster.region, report);
  if (!report.sound(place)) return;
  const named = Array.isArray(cluster.zones) ? cluster.zones : undefined;
  if (named === undefined) {
    const list = `Write cluster.zones: [${zones.join(', ')}], and more if you like.`;
    const message = `a group can name zones only when cluster.zones names them, too. ${list}`;
    report.value('KS110', place, message);
  }
  for (const [i, zone] of zones.entries())
    if (named?.includes(zone) === false)
      report.value('KS110', [...place, i], `${zone} is not in cluster.zones. Add it there.`);
}

/** On-demand groups become `<name>-<zone>`, the control plane `control-plane-<zone>`. */
function checkName({cluster, onDemandGroups}: Draft, name: string, report: Report): void {
  const path = ['spotGroups', name];
  const zoned = [...Object.keys(onDemandGroups), 'control-plane'].find((other) =>
    name.startsWith(`${other}-${cluster.region}`),
  );
  if (Object.hasOwn(onDemandGroups, name))
    report.key('KS110', path, 'onDemandGroups has a group of this name. Choose another.');
  else if (zoned !== undefined)
    report.key('KS110', path, `the groups of ${zoned} are named so in kops. Choose another name.`);
}
