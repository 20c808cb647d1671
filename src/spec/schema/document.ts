/** A whole kops document of the user's: the envelope only, kops judges the rest. */

import * as z from 'zod';
import {kopsFields, text} from './leaves.js';

const strings = () => z.record(z.string(), z.string({error: 'a string. Put it in quotes.'}));

export const rawDocument = z.strictObject(
  {
    apiVersion: z
      .literal('kops.k8s.io/v1alpha2', {
        error: 'a version that kops-spot works with. Write kops.k8s.io/v1alpha2.',
      })
      .optional(),
    kind: z.enum(['Cluster', 'InstanceGroup'], {
      error: 'a kind that kops-spot takes. Write Cluster or InstanceGroup.',
    }),
    metadata: z
      .strictObject({
        // It becomes part of a path in the bucket, and of names in AWS.
        name: text(
          /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/,
          'a name that kops takes. Write lower-case letters, digits and hyphens.',
        ).optional(),
        labels: strings().default({}),
        annotations: strings().default({}),
        // What `kops get -o yaml` prints, too; kops sets these itself.
        creationTimestamp: z.unknown().optional(),
        generation: z.unknown().optional(),
      })
      .prefault({}),
    spec: kopsFields(),
  },
  {error: 'a kops document. Write a map with kind, metadata and spec.'},
);
