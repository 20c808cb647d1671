/** Deletes folders of the project that are made anew: stale files in build/ would be tested, too. */

import {rmSync} from 'node:fs';
import {join} from 'node:path';

for (const folder of process.argv.slice(2))
  rmSync(join(import.meta.dirname, '..', folder), {recursive: true, force: true});
