/** Keys: which ones the schema knows at a place, and what to say about one that it does not know. */

import type * as z from 'zod';
import {type Path, pathText, shown} from './path.js';
import {closest} from './suggest.js';

type Schema = z.core.$ZodType;

/** The schemas at a path: several below a union, none where any value goes. */
function schemasAt(schema: Schema, path: Path): readonly Schema[] {
  const {def} = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
      return schemasAt(def.innerType, path);
    case 'pipe':
      return schemasAt(def.in, path);
    case 'union':
      return def.options.flatMap((option) => schemasAt(option, path));
  }
  const [first, ...rest] = path;
  if (first === undefined) return [schema];
  if (def.type === 'array') return schemasAt(def.element, rest);
  if (def.type === 'record') return schemasAt(def.valueType, rest);
  const inner = def.type === 'object' ? def.shape[first] : undefined;
  return inner === undefined ? [] : schemasAt(inner, rest);
}

export function keysAt(schema: Schema, path: Path): string[] {
  return schemasAt(schema, path).flatMap((found) => {
    const {def} = (found as z.core.$ZodTypes)._zod;
    return def.type === 'object' ? Object.keys(def.shape) : [];
  });
}

export function takesBoolean(schema: Schema, path: Path): boolean {
  return schemasAt(schema, path).some(
    (found) => (found as z.core.$ZodTypes)._zod.def.type === 'boolean',
  );
}

const shape = 'Name the types with instanceTypes: [m5.large, m5a.large].';

/** What the spec will take one day, and what to do until then. */
const later: readonly (readonly [pattern: RegExp, cure: string])[] = [
  [
    /^(onDemandGroups|spotGroups)\.[^.]+\.(like|vcpus|memory|architecture|gpus|burstable|allow|deny|maxTypes)$/,
    shape,
  ],
  [/^spotGroups\.[^.]+\.onDemandFallback$/, 'Take it out.'],
  [/^checks\.(loadTest|interrupt)$/, 'Take it out.'],
  [/^(limits|variants|lint)$/, 'Take it out.'],
  [/^addons\.karpenter$/, 'Take it out, or write kops’ fields under cluster.kops.karpenter.'],
];

const image =
  'kops takes the image that goes with your Kubernetes version. Take it out; if you must, write it under cluster.kops.clusterAutoscaler.';

export interface Unknown {
  readonly message: string;
  /** The keys of the same map that the unknown one may stand for. */
  readonly meant: readonly string[];
}

export function unknownKey(schema: Schema, map: Path, key: string): Unknown {
  const place = pathText([...map, key]);
  const name = shown(key);
  if (place === 'addons.clusterAutoscaler.image') return {message: `${name}: ${image}`, meant: []};
  const cure = later.find(([pattern]) => pattern.test(place))?.[1];
  if (cure !== undefined) {
    const meant = cure === shape ? ['instanceTypes'] : [];
    return {message: `${name} is not available in this version. ${cure}`, meant};
  }
  const keys = keysAt(schema, map);
  const match = closest(key, keys);
  const hint = match === undefined ? `Known keys: ${keys.join(', ')}.` : `Did you mean ${match}?`;
  return {message: `unknown key ${name}. ${hint}`, meant: match === undefined ? [] : [match]};
}
