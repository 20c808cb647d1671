/** The architecture of an instance type, by its name. */

import type {Architecture} from './place.js';

/**
 * Graviton families have a `g` right after the generation (m6g, c7gn, im4gn), but for the first one, a1; Grace
 * Blackwell says so in the family's suffix (EC2 user guide, instance type naming conventions).
 */
const arm = /^(a1|[a-z]+\d+g[a-z]*|[a-z]\d+[a-z]*-gb\d+)$/;

export function architectureOf(machineType: string): Architecture {
  const [family = ''] = machineType.split('.');
  return arm.test(family) ? 'arm64' : 'amd64';
}
