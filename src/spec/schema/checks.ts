/** `checks:`. */

import * as z from 'zod';
import {duration} from './leaves.js';

const validate = z
  .strictObject({
    timeout: duration()
      .prefault('20m')
      .describe('How long the cluster may take to become ready, like `20m`.'),
    joinWithin: duration()
      .optional()
      .describe(
        'How long an instance may run without joining before the check fails. Half of `timeout` by default.',
      ),
  })
  .transform(({timeout, joinWithin}) => ({timeout, joinWithin: joinWithin ?? timeout / 2}));

export const checks = z.strictObject({
  validate: validate
    .prefault({})
    .describe('Every node has joined and kops calls the cluster valid.'),
});
