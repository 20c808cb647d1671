import {expect, test} from '@jest/globals';
import {jsonSchema} from '../../src/spec/json-schema.js';
import {read} from './files.js';

test('schema/kops-spot.schema.json is what the zod schema says', () => {
  // Else: npm run compile && node scripts/generate-schema.ts
  expect(read('schema/kops-spot.schema.json')).toBe(jsonSchema());
});

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly anyOf?: readonly Node[];
}

function undescribed(node: Node, path: string): string[] {
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, value]) => [
    ...(value.description === undefined ? [`${path}.${key}`] : []),
    ...undescribed(value, `${path}.${key}`),
  ]);
  const rest = typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
  const others = [...rest, ...(node.anyOf ?? [])];
  return [...inner, ...others.flatMap((other) => undescribed(other, `${path}.*`))];
}

test('every key has a description for editors', () => {
  expect(undescribed(JSON.parse(jsonSchema()) as Node, '')).toEqual([]);
});
