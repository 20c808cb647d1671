import {CancelledError} from '../../src/errors.js';
import type {Call, Host, Result} from '../../src/host.js';

export interface FakeHost extends Host {
  /** All that was said and run, in order: a test reads like a log. */
  readonly transcript: string[];
  /** Moves the clock; `sleep` does so by itself. */
  readonly advance: (ms: number) => void;
  readonly cancel: () => void;
}

type Answer = Partial<Result> | string;

/** A Host without a world: programs answer what the test says, sleeping takes no time. */
export function fakeHost(
  answer: (line: string, call: Call) => Answer = () => '',
  options: {
    readonly files?: Readonly<Record<string, string>>;
    readonly env?: Readonly<Record<string, string>>;
    readonly fetch?: typeof fetch;
  } = {},
): FakeHost {
  const transcript: string[] = [];
  const controller = new AbortController();
  let now = Date.UTC(2026, 10, 23, 12);
  const add = (mark: string) => (text: string) => void transcript.push(`${mark}${text}`);
  return {
    transcript,
    advance: (ms) => {
      now += ms;
    },
    cancel: () => controller.abort(new CancelledError()),
    env: options.env ?? {},
    signal: controller.signal,
    now: () => now,
    sleep: async (ms) => {
      controller.signal.throwIfAborted();
      now += ms;
    },
    run: async (call) => {
      const line = [call.program, ...call.args].join(' ');
      transcript.push(`$ ${line}`);
      const given = answer(line, call);
      const result: Result = {
        code: 0,
        stdout: '',
        stderr: '',
        ...(typeof given === 'string' ? {stdout: given} : given),
      };
      for (const text of result.stdout.split('\n').filter(Boolean)) call.onLine?.(text, 'stdout');
      for (const text of result.stderr.split('\n').filter(Boolean)) call.onLine?.(text, 'stderr');
      return result;
    },
    fetch: options.fetch ?? (() => Promise.reject(new Error('no network in this test'))),
    readFile: (path) => options.files?.[path],
    log: {
      say: add(''),
      quote: add('  | '),
      debug: () => {},
      notice: add('notice: '),
      warn: add('warning: '),
      mask: add('mask: '),
      group: async (title, phase) => {
        transcript.push(`[${title}`);
        try {
          return await phase();
        } finally {
          transcript.push(']');
        }
      },
    },
  };
}
