/** Where a value stands in a file, as keys and indexes, and how a message names it. */

export type Path = readonly (string | number)[];

/** `spotGroups.main.taints[0]`; a key that is not a plain word is quoted. */
export function pathText(path: Path): string {
  return path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`;
      const word = /^[\w./-]{1,80}$/.test(part) ? part : shown(part);
      return i === 0 ? word : `.${word}`;
    })
    .join('');
}

/** A value as JSON, on one line and short enough for a message. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Whether `path` is `above` or stands below it. */
export function isBelow(path: Path, above: Path): boolean {
  return above.every((part, i) => path[i] === part);
}

/** What stands at a path of plain data; undefined when nothing does. */
export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, part)
        ? (at as Record<string | number, unknown>)[part]
        : undefined,
    data,
  );
}
