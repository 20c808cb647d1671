/** How kops' answers are read. */

export interface Failure {
  /** InstanceGroup, Machine, Node, Pod or dns. */
  readonly type: string;
  readonly name: string;
  readonly message: string;
}

/**
 * The failures in what `kops validate cluster -o json` printed; undefined when it printed no document.
 * kops prints one document an attempt, without separators, so the last one counts.
 */
export function validationFailures(stdout: string): readonly Failure[] | undefined {
  try {
    const document = JSON.parse(lastDocument(stdout)) as {failures?: Failure[] | null};
    return (document.failures ?? []).map(({type, name, message}) => ({type, name, message}));
  } catch {
    return undefined;
  }
}

/** From the last brace that opens at the outermost level. */
function lastDocument(text: string): string {
  let depth = 0;
  let start = 0;
  for (const {0: token, index} of text.matchAll(/"(?:\\.|[^"\\])*"|[{}]/g)) {
    if (token === '{' && depth++ === 0) start = index;
    if (token === '}') depth--;
  }
  return text.slice(start);
}

/** `Tasks: 159 done / 159 total; 0 can run`, the last such line of `kops update cluster`. */
export function taskCount(output: string): number | undefined {
  const counts = [...output.matchAll(/Tasks: \d+ done \/ (\d+) total/g)];
  return counts.length === 0 ? undefined : Number(counts.at(-1)?.[1]);
}

/** What `kops update cluster` without --yes says when the cloud is as the spec wants it. */
export function needsNoUpdate(output: string): boolean {
  return output.includes('No changes need to be applied');
}

/** The resources of a preview with the names of their fields; the values may be secrets (user data, environments). */
export function outline(preview: string): string[] {
  return preview.split('\n').flatMap((line) => {
    const [, resource] = /^ {2}(\S+\/.+)$/.exec(line) ?? [];
    const [, field] = /^ {2}\t(\S+)/.exec(line) ?? [];
    if (resource !== undefined) return [resource];
    return field === undefined ? [] : [`  ${field}`];
  });
}

/**
 * The Auto Scaling groups of a preview that has nothing but their capacity rebalancing to switch on; undefined
 * when it has anything else. kops sets the field and never reads it back (awstasks/autoscalinggroup.go, Find, in
 * kops 1.36), so that it announces this change for ever.
 */
export function rebalanceOnly(preview: string): readonly string[] | undefined {
  const groups: string[] = [];
  for (const line of preview.split('\n')) {
    if (/^(Will modify resources:|Must specify --yes.*|\s*)$/.test(line)) continue;
    const group = /^ {2}AutoscalingGroup\/(\S+)$/.exec(line)?.[1];
    if (group !== undefined) groups.push(group);
    else if (!/^\s+CapacityRebalance\s+<nil> -> true\s*$/.test(line)) return undefined;
  }
  return groups.length > 0 ? groups : undefined;
}

/** What `kops rolling-update cluster` says when no node is older than its template. */
export function needsNoRollingUpdate(output: string): boolean {
  return output.includes('No rolling-update required');
}

/** A line of kops' log (klog: level, month and day, time, thread, file:line). */
export interface LogLine {
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
}

const levels = {I: 'info', W: 'warning', E: 'error', F: 'error'} as const;

export function parseLogLine(line: string): LogLine {
  const match = /^([IWEF])\d{4} [\d:.]+ +\d+ \S+\] (.*)$/.exec(line);
  if (match === null) return {level: line.startsWith('Error:') ? 'error' : 'info', text: line};
  const [, level = 'I', text = ''] = match;
  return {level: levels[level as keyof typeof levels], text};
}

/** Why a kops call failed: its `Error:` line first, then the last different errors and warnings. */
export function reasons(output: string, most = 5): string[] {
  const lines = output.split('\n').map((line) => ({line, ...parseLogLine(line)}));
  const errors = lines.filter(({line}) => line.startsWith('Error:')).map(({line}) => line);
  const trouble = lines
    .filter(({line, level}) => level !== 'info' && !line.startsWith('Error:'))
    .map(({text}) => text);
  return [...new Set([...errors, ...trouble.reverse()])].slice(0, most);
}
