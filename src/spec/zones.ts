/** Which zones a cluster takes, and the regions that are known without asking AWS. */

import snapshots from '../data/zones.json' with {type: 'json'};
import {KopsSpotError} from '../errors.js';
import type {Spec} from './schema.js';

const regions: Readonly<Record<string, readonly string[]>> = snapshots.regions;

export const knownRegions: readonly string[] = Object.keys(regions);

export interface Snapshot {
  /** Names, in order. */
  readonly zones: readonly string[];
  /** The day of the list, as YYYY-MM-DD. */
  readonly taken: string;
}

/** The zones of a region as AWS published them; accounts may see others. KS114 for a region that is not listed. */
export function snapshot(region: string): Snapshot {
  const letters = Object.hasOwn(regions, region) ? regions[region] : undefined;
  if (letters === undefined)
    throw new KopsSpotError('KS114', `no zones are known for the region ${region}`, {
      cure: 'Check its spelling.',
    });
  return {zones: letters.map((letter) => region + letter), taken: snapshots.taken};
}

/** The zones that the spec names, or the first of those available. KS114 when it names one that is not. */
export function zonesFor(spec: Spec, available: readonly string[]): string[] {
  const {region, zones} = spec.cluster;
  if (available.length === 0)
    throw new KopsSpotError('KS114', `AWS lists no zones of ${region} for this account`, {
      cure: 'Enable the region for the account, or choose another.',
    });
  if (typeof zones === 'number') return available.slice(0, zones);
  const missing = zones.filter((zone) => !available.includes(zone));
  if (missing.length > 0)
    throw new KopsSpotError(
      'KS114',
      `cluster.zones: ${missing.join(', ')} is not available to this account`,
      {cure: `Choose from ${available.join(', ')}.`},
    );
  return [...zones];
}
