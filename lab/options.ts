import {type ParseArgsOptionsConfig, parseArgs} from 'node:util';

export interface Command {
  readonly summary: string;
  /** Printed by --help below the summary: the options of this command alone. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  readonly run: (options: Options) => Promise<void>;
}

export interface Options {
  /** The lab that is meant; two labs run side by side under two names. */
  readonly name: string;
  readonly text: (option: string) => string | undefined;
  readonly flag: (option: string) => boolean;
}

const COMMON: ParseArgsOptionsConfig = {
  name: {type: 'string', default: 'default'},
  help: {type: 'boolean', short: 'h', default: false},
};

/** Throws, in Node's words, for an option that the command does not know. */
export const parseOptions = (command: Command, args: readonly string[]): Options => {
  const {values} = parseArgs({args: [...args], options: {...COMMON, ...command.options}});
  const text = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  return {name: text('name') ?? 'default', text, flag: (option) => values[option] === true};
};
