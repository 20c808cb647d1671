/** Waits for a cluster: until it is ready, until that is hopeless, or until the time is up. */

import {clock} from '../duration.js';
import {ClusterError} from '../errors.js';
import type {Host} from '../host.js';
import {type Judgement, judge, type Missing, type Seen, type Wanted} from './judge.js';

export interface Patience {
  /** Milliseconds until waiting ends. */
  readonly timeout: number;
  /** Milliseconds that an instance may run without joining. */
  readonly joinWithin: number;
}

/** How the cluster is looked at. */
export interface Eyes {
  /** `since`: failures before this moment are of an earlier time and do not count. */
  readonly look: (since: number) => Promise<Omit<Seen, 'answersSince'>>;
  /** What kops itself still finds missing. */
  readonly askKops: () => Promise<readonly Missing[]>;
  /** The last lines of an instance's console. */
  readonly readConsole: (instance: string) => Promise<readonly string[]>;
  /** Hears of every judgement, so that the last one can be shown however it ends. */
  readonly note: (judgement: Judgement) => void;
}

/** Throws KS161 when something is missing for good, and KS160 when the time is up. */
export async function waitUntilReady(
  host: Host,
  wanted: readonly Wanted[],
  eyes: Eyes,
  patience: Patience,
): Promise<Judgement> {
  const start = host.now();
  const tell = teller(host, start);
  const kops = asker(host, eyes.askKops);
  let answersSince: number | undefined;
  for (;;) {
    const looked = await eyes.look(start);
    if (looked.nodes !== undefined) answersSince ??= host.now();
    const seen = {...looked, answersSince};
    const judgement = judge(wanted, seen, patience.joinWithin);
    eyes.note(judgement);
    const complete = judgement.missing.length === 0 && seen.nodes !== undefined;
    const verdict = seen.nodes === undefined ? undefined : kops(complete);
    if (complete && verdict?.length === 0) return judgement;
    const missing = complete ? (verdict ?? [noVerdict]) : judgement.missing;
    if (!complete || verdict !== undefined) tell(judgement, seen, missing);
    const final = missing.filter((item) => item.final);
    if (final.length > 0) throw await hopeless(host, eyes, final);
    const waited = host.now() - start;
    if (waited > patience.timeout) throw tooLate(waited, missing);
    // Once only the last nodes or pods are missing, every moment may be the one.
    await host.sleep(complete ? 100 : 500);
  }
}

const noVerdict: Missing = {group: 'kops', why: 'its verdict is not in yet', final: false};

/** Milliseconds between two questions to kops while we ourselves still find something missing. */
const kopsEvery = 15_000;

/**
 * Asks kops beside our own watch, one question at a time. The answer is its last verdict; once we find nothing
 * missing, only a verdict that was asked for after that counts, and kops is asked again at once.
 */
function asker(host: Host, ask: Eyes['askKops']) {
  let running = false;
  let asked = Number.NEGATIVE_INFINITY;
  let failed: unknown;
  let last: {readonly missing: readonly Missing[]; readonly complete: boolean} | undefined;
  return (complete: boolean): readonly Missing[] | undefined => {
    if (failed !== undefined) throw failed;
    const verdict = last?.complete || !complete ? last?.missing : undefined;
    if (!running && (complete || host.now() - asked > kopsEvery)) {
      running = true;
      asked = host.now();
      ask()
        .then((missing) => {
          last = {missing, complete};
        })
        .catch((error: unknown) => {
          failed = error;
        })
        .finally(() => {
          running = false;
        });
    }
    return verdict;
  };
}

/** At the latest after this time a line says that we still wait, and for what. */
const heartbeat = 30_000;

/** How many missing things one such line is followed by. */
const most = 10;

/** Says what is missing when that changes, and with every heartbeat. */
function teller(host: Host, start: number) {
  let last = '';
  let said = Number.NEGATIVE_INFINITY;
  return ({ready, wanted}: Judgement, seen: Seen, missing: readonly Missing[]) => {
    const api = seen.nodes === undefined ? 'the API does not answer yet' : 'the API answers';
    const groups = new Set(missing.map(({group}) => group));
    const what = groups.has('kops') ? 'what kops names' : `${groups.size} groups`;
    const state = `${api} · ${ready}/${wanted} nodes ready`;
    const line = `${state} · ${[...groups]}`;
    if (line === last && host.now() - said < heartbeat) return;
    host.log.quote(`${clock(host.now() - start)}  ${state}, waiting for ${what}:`);
    for (const {group, why} of missing.slice(0, most)) host.log.quote(`      ${group}: ${why}`);
    if (missing.length > most) host.log.quote(`      and ${missing.length - most} more`);
    last = line;
    said = host.now();
  };
}

async function hopeless(host: Host, eyes: Eyes, final: readonly Missing[]): Promise<ClusterError> {
  const instance = final[0]?.instance;
  if (instance !== undefined) {
    const tail = await eyes.readConsole(instance).catch(() => []);
    host.log.say(`The console of ${instance} ${tail.length > 0 ? 'ends so:' : 'is empty.'}`);
    if (tail.length > 0) host.log.quote(tail.join('\n'));
  }
  return new ClusterError('KS161', `the cluster cannot become ready: ${listed(final)}`, {
    cure: 'Waiting longer does not mend this. The reason above is AWS’ or the node’s own.',
  });
}

function tooLate(ms: number, missing: readonly Missing[]): ClusterError {
  return new ClusterError('KS160', `not ready after ${clock(ms)}: ${listed(missing)}`, {
    cure: 'If it only needs longer, raise checks.validate.timeout.',
  });
}

function listed(missing: readonly Missing[]): string {
  const texts = missing.map(({group, why}) => `${group}: ${why}`);
  return texts.slice(0, 5).join('; ') + (texts.length > 5 ? `; and ${texts.length - 5} more` : '');
}
