/** Versions that are not full, and which full one to write. */

const kopsRelease = '1.36.0';

/**
 * The newest patch of each Kubernetes minor whose hashes kops 1.36.0 carries (pkg/assets/assetdata of its
 * module), newest first.
 */
const newest = ['1.36.1', '1.35.5', '1.34.8', '1.33.12', '1.32.13', '1.31.14'] as const;

/** `written` as it stands in the file, so that 1.30 is not read as 1.3. */
export function notFull(key: string, written: string): string {
  const minor = /^v?(\d+\.\d+)(?:\.|$)/.exec(written)?.[1];
  const full = /^v?(\d+\.\d+\.\d+)$/.exec(written)?.[1];
  if (full !== undefined) return `${written} is not a full version. Write ${full}.`;
  if (key === 'kopsVersion') return `${written} is not a full version. Write ${kopsRelease}.`;
  const known = newest.find((version) => version.startsWith(`${minor}.`));
  const which = known === undefined || known === newest[0] ? '' : ` ${minor}`;
  return `${written} is not a full version. Write ${known ?? newest[0]}, the newest${which} that kops ${kopsRelease} knows.`;
}
