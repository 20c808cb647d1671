/** The schema of the user's file as JSON Schema, for editors. */

import * as z from 'zod';
import {specSchema} from './schema.js';

/** Formatted as it is committed in schema/kops-spot.schema.json. */
export function jsonSchema(): string {
  const {$schema, ...rest} = z.toJSONSchema(specSchema, {io: 'input'});
  const title = 'kops-spot.yaml';
  const description = 'A kops cluster on EC2 Spot for as long as a GitHub workflow needs it.';
  return `${JSON.stringify({$schema, title, description, ...rest}, null, 2)}\n`;
}
