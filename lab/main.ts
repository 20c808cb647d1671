/** `npm run lab -- COMMAND`: a loopback AWS and Kubernetes that the real kops believes in. See README.md. */

import {build} from './commands/build.ts';
import {down} from './commands/down.ts';
import {env} from './commands/env.ts';
import {reset} from './commands/reset.ts';
import {status} from './commands/status.ts';
import {up} from './commands/up.ts';
import {type Command, parseOptions} from './options.ts';

const COMMANDS: Readonly<Record<string, Command>> = {build, up, status, env, down, reset};

const usage = (): string =>
  [
    'npm run lab -- COMMAND [--name NAME] [options]',
    '',
    ...Object.entries(COMMANDS).map(([name, {summary}]) => `  ${name.padEnd(8)}${summary}`),
    '',
    '--name chooses one of several labs (default: default). COMMAND --help shows its options.',
  ].join('\n');

const help = (name: string, command: Command): string =>
  [
    `npm run lab -- ${name} [--name NAME]${command.help === '' ? '' : ' [options]'}`,
    '',
    `  ${command.summary}`,
    ...(command.help === '' ? [] : ['', command.help]),
  ].join('\n');

const main = async (argv: readonly string[]): Promise<number> => {
  const [name = '--help', ...args] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    console.log(usage());
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    console.error(`lab: there is no command ${name}\n\n${usage()}`);
    return 1;
  }
  const options = parseOptions(command, args);
  if (options.flag('help')) {
    console.log(help(name, command));
    return 0;
  }
  if (process.platform !== 'linux') {
    console.error(
      `lab: it runs on Linux only, because it starts Linux programs; this is ${process.platform}`,
    );
    return 1;
  }
  await command.run(options);
  return 0;
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`lab: ${error instanceof Error ? error.message : error}`);
  if (process.env.LAB_DEBUG !== undefined) console.error(error);
  process.exitCode = 1;
}
