/** Where the specs of the tests go. */

import type {Place} from '../../src/spec/render/place.js';
import type {Spec} from '../../src/spec/schema.js';
import {snapshot, zonesFor} from '../../src/spec/zones.js';

/** A place with the zones that the spec gets without AWS. */
export function placeOf(spec: Spec, overrides: Partial<Place> = {}): Place {
  const {name, region, access} = spec.cluster;
  const clusterName = `${name}-abc123.k8s.local`;
  return {
    clusterName,
    region,
    zones: zonesFor(spec, snapshot(region).zones),
    configBase: `s3://kops-spot-123456789012-42-${region}/${clusterName}`,
    owner: '42',
    apiAccess: access.api.map((entry) => (entry === 'runner' ? 'pl-0123456789abcdef0' : entry)),
    images: {amd64: 'owner/image-amd64-20260218', arm64: 'owner/image-arm64-20260218'},
    ...overrides,
  };
}
