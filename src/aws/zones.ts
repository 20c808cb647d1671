/** The availability zones of a region that this account may use. */

import type {Cloud} from './cloud.js';
import {calling} from './errors.js';

export async function availableZones(cloud: Cloud): Promise<string[]> {
  const sdk = await import('@aws-sdk/client-ec2');
  const client = new sdk.EC2Client(cloud.options);
  const answer = await calling('list the zones', () =>
    client.send(
      new sdk.DescribeAvailabilityZonesCommand({
        Filters: [
          {Name: 'state', Values: ['available']},
          // Local and Wavelength zones have other prices and fewer types.
          {Name: 'zone-type', Values: ['availability-zone']},
        ],
      }),
    ),
  );
  return (answer.AvailabilityZones ?? []).map((zone) => zone.ZoneName ?? '').sort();
}
