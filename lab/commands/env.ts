import {labVariables, pathWith} from '../environment.ts';
import type {Command} from '../options.ts';
import {labPaths} from '../paths.ts';
import {requireState} from '../state.ts';

/** A word of a POSIX shell: in single quotes, newlines and all. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const env: Command = {
  summary: 'prints the environment of a shell in the lab, as export lines',
  help: '  --json                prints one JSON object instead, PATH included',
  options: {json: {type: 'boolean'}},
  run: async (options) => {
    const paths = labPaths(options.name);
    const variables = labVariables(paths, await requireState(paths));
    if (options.flag('json')) {
      const PATH = pathWith(paths, process.env.PATH);
      console.log(JSON.stringify({...variables, PATH}, null, 2));
      return;
    }
    // The caller's own PATH, not the one that npm has put its folders in front of.
    console.log(`export PATH=${quote(paths.bin)}:"$PATH"`);
    for (const [name, value] of Object.entries(variables)) {
      console.log(`export ${name}=${quote(value)}`);
    }
  },
};
