/** Turns what an action prints into what the runner's log shows. */

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

export interface RunnerLog {
  /** Takes a line of the action; the result is shown, and undefined for a line that is not. */
  readonly read: (line: string) => string | undefined;
  /** Hides in a text what was masked so far. */
  readonly mask: (text: string) => string;
}

const labels: Readonly<Record<string, string>> = {
  error: 'Error',
  warning: 'Warning',
  notice: 'Notice',
};

interface LogOptions {
  readonly debug?: boolean;
  /** The masked values: the steps of a job share them. */
  readonly secrets?: Set<string>;
}

export function runnerLog({debug = false, secrets = new Set()}: LogOptions = {}): RunnerLog {
  /** The word that ends `::stop-commands::`. */
  let stopped: string | undefined;

  const mask = (text: string) => {
    const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text);
  };

  const obey = ({name, properties, message}: Command, line: string) => {
    switch (name) {
      case 'add-mask':
        for (const secret of [message, ...message.split(/\r?\n/)])
          if (secret.trim() !== '') secrets.add(secret);
        return undefined;
      case 'stop-commands':
        stopped = message;
        return undefined;
      case 'endgroup':
      case 'echo':
        return undefined;
      case 'group':
        return `▸ ${message}`;
      case 'debug':
        return debug ? `Debug: ${message}` : undefined;
      default:
        return name in labels ? `${labels[name]}: ${place(properties)}${message}` : line;
    }
  };

  const read = (line: string) => {
    if (stopped !== undefined) {
      if (line.trim() !== `::${stopped}::`) return mask(line);
      stopped = undefined;
      return undefined;
    }
    const command = parseCommand(line);
    const shown = command === undefined ? line : obey(command, line);
    return shown === undefined ? undefined : mask(shown);
  };
  return {read, mask};
}

/** `::name key=value,key=value::message`, after blanks (actions/runner, ActionCommand.cs). */
export function parseCommand(line: string): Command | undefined {
  const [, name, list = '', message = ''] = /^\s*::([\w-]+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
  if (name === undefined) return undefined;
  const properties = list.split(',').flatMap((pair) => {
    const [, key, value = ''] = /^([^=]+)=(.*)$/.exec(pair.trim()) ?? [];
    return key === undefined ? [] : [[key, unescaped(value)]];
  });
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(properties),
    message: unescaped(message),
  };
}

function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = {
    '%0D': '\r',
    '%0A': '\n',
    '%3A': ':',
    '%2C': ',',
    '%25': '%',
  };
  return text.replaceAll(/%(0D|0A|3A|2C|25)/g, (code) => characters[code] ?? code);
}

/** `file:line:col ` as far as an annotation names them. */
function place({file, line, col}: Readonly<Record<string, string>>): string {
  const parts = [file, line, col].filter((part) => part !== undefined);
  return file === undefined ? '' : `${parts.join(':')} `;
}
