/** The arguments of every kops call, as kops 1.36 takes them (docs/cli in kubernetes/kops). */

export interface Target {
  readonly cluster: string;
  /** `s3://bucket`. */
  readonly state: string;
}

type Argv = readonly string[];

function named({cluster, state}: Target): Argv {
  return ['--name', cluster, '--state', state];
}

/** Stores all documents of a file at once; `--force` also makes what is missing. */
export function replace({state}: Target, file: string): Argv {
  return ['replace', '--state', state, '--force', '--filename', file];
}

/** Without `yes` only a preview, which writes nothing to AWS. */
export function update(target: Target, options: {readonly yes: boolean}): Argv {
  const yes = options.yes ? ['--yes'] : [];
  return ['update', 'cluster', ...named(target), '--create-kube-config=false', ...yes];
}

/** Deletes the group's cloud resources at once, too. */
export function deleteGroup(target: Target, group: string): Argv {
  return ['delete', 'instancegroup', group, ...named(target), '--yes'];
}

export function rollingUpdate(target: Target, options: {readonly yes: boolean}): Argv {
  return ['rolling-update', 'cluster', ...named(target), ...(options.yes ? ['--yes'] : [])];
}

/** A kubeconfig with an admin certificate of its own that ends after an hour. */
export function exportKubeconfig(target: Target, file: string): Argv {
  return ['export', 'kubeconfig', ...named(target), '--admin=1h', '--kubeconfig', file];
}

/** One attempt: prints one JSON document, exits 1 while the cluster is not ready. */
export function validate(target: Target, kubeconfig: string): Argv {
  return ['validate', 'cluster', ...named(target), '--output', 'json', '--kubeconfig', kubeconfig];
}

/** `wait`: minutes until kops gives up; every pass that deletes nothing counts. */
export function deleteCluster(target: Target, options: {readonly wait: number}): Argv {
  return ['delete', 'cluster', ...named(target), '--yes', '--wait', `${options.wait}m`];
}
