/** What must hold between the values of `cluster`, `addons` and `checks`. */

import {isOn} from '../render/addons.js';
import type {Draft} from '../schema.js';
import {knownRegions, snapshot} from '../zones.js';
import {shown} from './path.js';
import type {Report} from './report.js';
import {closest} from './suggest.js';

export function checkCluster(draft: Draft, report: Report): void {
  const {cluster, addons, checks} = draft;
  checkRoom(draft, report);
  checkRegion(cluster, report);
  checkLabels(cluster.cloudLabels, report);
  const {metricsServer, certManager} = addons;
  const elsewhere = cluster.kops.certManager !== undefined;
  if (
    typeof metricsServer === 'object' &&
    metricsServer.enabled &&
    !isOn(certManager) &&
    !elsewhere
  )
    if (metricsServer.insecure === false && report.sound(['addons', 'certManager']))
      report.value(
        'KS110',
        ['addons', 'metricsServer', 'insecure'],
        'false needs certificates. Write addons.certManager: true, too.',
      );
  const {timeout, joinWithin} = checks.validate;
  if (joinWithin > timeout && report.sound(['checks', 'validate', 'timeout']))
    report.value(
      'KS110',
      ['checks', 'validate', 'joinWithin'],
      'is longer than checks.validate.timeout. Write a shorter time.',
    );
}

/**
 * kops runs metrics-server twice, and never both on one node (its manifest's topologySpreadConstraints), and not on
 * the control plane: with a single worker one of them stays pending, and kops never calls the cluster valid. The
 * cluster-autoscaler would add a node for it; documents of the user's own may.
 */
function checkRoom(draft: Draft, report: Report): void {
  const {addons, onDemandGroups, spotGroups, kops} = draft;
  if (!isOn(addons.metricsServer) || isOn(addons.clusterAutoscaler) || kops.length > 0) return;
  const groups = [...Object.values(onDemandGroups), ...Object.values(spotGroups)];
  const sized = groups.every(({kops: fields}) => !('minSize' in fields));
  const nodes = groups.reduce((sum, {minSize}) => sum + minSize, 0);
  if (sized && groups.length > 0 && nodes < 2)
    report.value(
      'KS110',
      ['addons', 'metricsServer'],
      'kops runs it on two nodes, and there is one. Write minSize: 2 for a group, or add clusterAutoscaler.',
    );
}

function checkRegion({region, zones}: Draft['cluster'], report: Report): void {
  if (!report.sound(['cluster', 'region'])) return;
  if (!knownRegions.includes(region)) {
    const match = closest(region, knownRegions);
    const hint = match === undefined ? 'Check its spelling.' : `Did you mean ${match}?`;
    const message = `no zones of ${region} are known. ${hint}`;
    report.value('KS114', ['cluster', 'region'], message);
  } else if (typeof zones === 'number') {
    const has = snapshot(region).zones.length;
    if (zones > has)
      report.value(
        'KS110',
        ['cluster', 'zones'],
        `${region} has ${has} zones. Write ${has} or less.`,
      );
  } else if (zones !== undefined) {
    checkZones(zones, ['cluster', 'zones'], region, report);
  }
}

/** Accounts differ in the letters that they see, so any letter that AWS uses will do here. */
export function checkZones(
  zones: readonly string[],
  path: readonly string[],
  region: string,
  report: Report,
): void {
  for (const [i, zone] of zones.entries()) {
    if (!zone.startsWith(region) || !/^[a-f]$/.test(zone.slice(region.length)))
      report.value(
        'KS110',
        [...path, i],
        `${zone} is no zone of ${region}. Write one like ${region}a.`,
      );
    else if (zones.indexOf(zone) < i)
      report.value('KS110', [...path, i], `${zone} is in the list twice. Keep one.`);
  }
}

/** kops-spot finds and deletes by its own tags; AWS keeps `aws:` for itself (EC2 user guide, tag restrictions). */
function checkLabels(labels: Readonly<Record<string, string>>, report: Report): void {
  for (const key of Object.keys(labels)) {
    const path = ['cluster', 'cloudLabels', key];
    if (key.startsWith('kops-spot/'))
      report.key('KS110', path, 'kops-spot sets tags of this name itself. Take it out.');
    if (key.toLowerCase().startsWith('aws:'))
      report.key('KS110', path, `AWS keeps names like ${shown(key)} for itself. Choose another.`);
  }
}
