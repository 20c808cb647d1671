/** Writes schema/kops-spot.schema.json from the compiled zod schema; with `--check` only compares. */

import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

const root = join(import.meta.dirname, '..');
const file = join(root, 'schema/kops-spot.schema.json');
const compiled = join(root, 'build/src/spec/json-schema.js');
const {jsonSchema} = (await import(compiled)) as {jsonSchema: () => string};
const fresh = jsonSchema();

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== fresh) {
    console.error(
      'schema/kops-spot.schema.json is not what src/spec/schema.ts says. Run `npm run compile && node scripts/generate-schema.ts`.',
    );
    process.exitCode = 1;
  }
} else {
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, fresh);
}
