/** Turns what an action prints into what the runner's log shows. */

interface Command {
  readonly name: string;
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

  const obey = ({name, message}: Command, line: string) => {
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
        // The log shows no position; that is for the annotation on the page of the run.
        return name in labels ? `${labels[name]}: ${message}` : line;
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
  const [, name, message = ''] = /^\s*::([\w-]+)(?: .*?)?::(.*)$/.exec(line) ?? [];
  return name === undefined ? undefined : {name: name.toLowerCase(), message: unescaped(message)};
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
