/** What must hold between the values of `cluster`, `addons` and `checks`. */

import {isOn} from '../render/addons.js';
import type {Draft} from '../schema.js';
import {knownRegions, snapshot} from '../zones.js';
import {shown} from './path.js';
import type {Report} from './report.js';
import {closest} from './suggest.js';

export function checkCluster({cluster, addons, checks}: Draft, report: Report): void {
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
