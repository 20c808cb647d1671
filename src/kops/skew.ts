/** Whether kops, Kubernetes and kubectl go together; pure, and asked before anything is downloaded. */

import {ToolError} from '../errors.js';
import table from './versions.json' with {type: 'json'};

export interface SkewRequest {
  /** All three full and without a `v`: `1.36.0`. */
  readonly kops: string;
  readonly kubernetes: string;
  readonly kubectl: string;
  /** The cluster reads its files from `spec.assets.fileRepository`, hashes included. */
  readonly fileRepository?: boolean;
}

interface Version {
  readonly text: string;
  readonly minor: number;
  readonly patch: number;
}

/** What a release of kops says in its sources; versions.json is made by scripts/pins.ts. */
interface Rules {
  readonly oldestSupported: string;
  readonly oldestRecommended: string;
  /** The last patch of each minor whose hashes it carries. */
  readonly newestCarried: readonly string[];
}

const releases: Readonly<Record<string, Rules>> = table.kops;

/** Returns warnings; throws KS130 for what kops or Kubernetes' skew policy would refuse. */
export function checkSkew(request: SkewRequest): readonly string[] {
  const kops = parse('kops', request.kops);
  const kubernetes = parse('Kubernetes', request.kubernetes);
  refuseTooNew(kops, kubernetes);
  refuseKubectl(kubernetes, parse('kubectl', request.kubectl));

  const rules = releases[kops.text] ?? latestOf(kops.minor);
  if (rules === undefined)
    return [
      `kops-spot does not know the rules of kops ${kops.text}: whether it makes Kubernetes ` +
        `${kubernetes.text}, kops itself will say`,
    ];
  refuseTooOld(kops, kubernetes, rules);
  return [
    ...deprecation(kops, kubernetes, rules),
    ...(request.fileRepository || !(kops.text in releases)
      ? []
      : notCarried(kops, kubernetes, rules)),
  ];
}

/**
 * kops N makes Kubernetes up to N: https://kops.sigs.k8s.io/welcome/releases/ and validateKubernetesVersion
 * in apply_cluster.go.
 */
function refuseTooNew(kops: Version, kubernetes: Version): void {
  if (kubernetes.minor <= kops.minor) return;
  throw new ToolError(
    'KS130',
    `kops ${kops.text} cannot make Kubernetes ${kubernetes.text}: it knows Kubernetes up to 1.${kops.minor}`,
    {
      cure: `Set cluster.kopsVersion to a 1.${kubernetes.minor} release, or cluster.kubernetesVersion to a 1.${kops.minor} one.`,
    },
  );
}

function refuseTooOld(kops: Version, kubernetes: Version, rules: Rules): void {
  if (!isBefore(kubernetes, rules.oldestSupported)) return;
  throw new ToolError(
    'KS130',
    `kops ${kops.text} no longer makes Kubernetes ${kubernetes.text}: its oldest is ${rules.oldestSupported}`,
    {cure: `Set cluster.kubernetesVersion to ${rules.oldestRecommended} or newer.`},
  );
}

/** kubectl is supported within one minor of the API server: https://kubernetes.io/releases/version-skew-policy/#kubectl. */
function refuseKubectl(kubernetes: Version, kubectl: Version): void {
  if (Math.abs(kubernetes.minor - kubectl.minor) <= 1) return;
  throw new ToolError(
    'KS130',
    `kubectl ${kubectl.text} does not go with Kubernetes ${kubernetes.text}: more than one minor lies between`,
    {cure: `Use kubectl ${kubernetes.text}.`},
  );
}

function deprecation(kops: Version, kubernetes: Version, rules: Rules): readonly string[] {
  if (!isBefore(kubernetes, rules.oldestRecommended)) return [];
  return [
    `Kubernetes ${kubernetes.text} is deprecated in kops ${kops.text} and will be refused by a later one; ` +
      `${rules.oldestRecommended} and newer are not`,
  ];
}

/** For such a version kops asks dl.k8s.io for the hashes of what nodes install (findHash in pkg/assets/builder.go). */
function notCarried(kops: Version, kubernetes: Version, rules: Rules): readonly string[] {
  const last = rules.newestCarried
    .map((text) => parse('Kubernetes', text))
    .find(({minor}) => minor === kubernetes.minor);
  const isRelease = /^[\d.]+$/.test(kubernetes.text);
  if (last !== undefined && isRelease && kubernetes.patch <= last.patch) return [];
  const carried =
    last === undefined
      ? `none of 1.${kubernetes.minor}`
      : `1.${kubernetes.minor}.0 to ${last.text}`;
  return [
    `kops ${kops.text} does not carry the hashes of Kubernetes ${kubernetes.text} (it carries ${carried}): ` +
      'it will take those that dl.k8s.io publishes, and fail after some minutes where that is out of reach',
  ];
}

/** The rules change with kops' minors only, so a patch that is not in the table has those of its minor. */
function latestOf(minor: number): Rules | undefined {
  const version = Object.keys(releases).findLast((text) => parse('kops', text).minor === minor);
  return version === undefined ? undefined : releases[version];
}

function isBefore(version: Version, bound: string): boolean {
  const {minor, patch} = parse('Kubernetes', bound);
  return version.minor < minor || (version.minor === minor && version.patch < patch);
}

function parse(what: string, text: string): Version {
  const [, minor, patch] = /^1\.(\d+)\.(\d+)(?:-[0-9A-Za-z.-]+)?$/.exec(text) ?? [];
  if (minor !== undefined && patch !== undefined)
    return {text, minor: Number(minor), patch: Number(patch)};
  throw new ToolError('KS130', `"${text}" is not a full version of ${what}`, {
    cure: 'Write all three numbers, without a v: 1.36.0.',
  });
}
