/**
 * Remakes src/tools/pins.json and src/kops/versions.json from what Kubernetes publishes:
 *
 *   node scripts/pins.ts [--promotions FOLDER] KOPS…
 *
 * KOPS are folders with kops' sources (Go modules or checkouts): their asset data carry the hashes of
 * kubectl, and releases among them say which Kubernetes they make. FOLDER is
 * artifacts/manifests/k8s-staging-kops of https://github.com/kubernetes/k8s.io, which lists the sha256 of
 * every build of kops that was released; without it the hashes of kops stay as they are.
 */

import {createHash} from 'node:crypto';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {parse} from 'yaml';

type Hashes = Record<string, Record<string, string>>;

/** The minors that kops-spot carries hashes of: those that the supported releases of kops make. */
const minors = ['1.34', '1.35', '1.36'];
const machines = /^(linux|darwin)\/(amd64|arm64)$/;

const root = join(import.meta.dirname, '..');
const pinsFile = join(root, 'src/tools/pins.json');
const versionsFile = join(root, 'src/kops/versions.json');

interface Listed {
  readonly name: string;
  readonly sha256: string;
}

/** A manifest of files and hashes: kops' asset data and the promotions have the same form. */
function listed(file: string): readonly Listed[] {
  return (parse(readFileSync(file, 'utf8')) as {readonly files: readonly Listed[]}).files;
}

function add(hashes: Hashes, version: string, machine: string, sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`${version} ${machine}: ${sha256}`);
  hashes[version] ??= {};
  const known = hashes[version][machine];
  if (known !== undefined && known !== sha256)
    throw new Error(`the sources disagree on ${version} ${machine}: ${known}, ${sha256}`);
  hashes[version][machine] = sha256;
}

function assets(folder: string, minor: string): readonly Listed[] {
  const data = join(folder, 'pkg/assets/assetdata');
  return readdirSync(data).includes(`k8s-${minor}.yaml`)
    ? listed(join(data, `k8s-${minor}.yaml`))
    : [];
}

function kubectlHashes(folders: readonly string[]): Hashes {
  const hashes: Hashes = {};
  for (const {name, sha256} of folders.flatMap((folder) =>
    minors.flatMap((m) => assets(folder, m)),
  )) {
    const [, version, machine] = /^v(\d+\.\d+\.\d+)\/bin\/(\w+\/\w+)\/kubectl$/.exec(name) ?? [];
    if (version && machine && machines.test(machine)) add(hashes, version, machine, sha256);
  }
  return hashes;
}

function kopsHashes(folder: string): Hashes {
  const hashes: Hashes = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    const files = listed(join(folder, file));
    for (const {name, sha256} of files) {
      const [, version, machine] = /^(\d+\.\d+\.\d+)\/(\w+\/\w+)\/kops$/.exec(name) ?? [];
      if (!version || !machine || !machines.test(machine) || !isCarried(version)) continue;
      // The hash of the file `kops.sha256`, which holds the hash of kops, is listed as well.
      const beside = files.find((other) => other.name === `${name}.sha256`)?.sha256;
      const expected = createHash('sha256').update(`${sha256}\n`).digest('hex');
      if (beside !== undefined && beside !== expected)
        throw new Error(`${file}: ${name} contradicts itself`);
      add(hashes, version, machine, sha256);
    }
  }
  return hashes;
}

function isCarried(version: string): boolean {
  return minors.some((minor) => version.startsWith(`${minor}.`));
}

const byVersion = new Intl.Collator('en', {numeric: true}).compare;

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => byVersion(a, b)));
}

/** The last patch of each minor whose hashes a release of kops carries; it carries all before, too. */
function newestCarried(folder: string, oldest: string): readonly string[] {
  const newest: string[] = [];
  for (let minor = Number(oldest.split('.')[1]); ; minor++) {
    const patches = assets(folder, `1.${minor}`)
      .map(({name}) => /^v1\.\d+\.(\d+)\/bin\/linux\/amd64\/kubelet$/.exec(name)?.[1])
      .filter((patch) => patch !== undefined)
      .map(Number);
    if (patches.length === 0) return newest;
    const last = Math.max(...patches);
    if (new Set(patches).size !== last + 1) throw new Error(`${folder}: 1.${minor} has gaps`);
    newest.push(`1.${minor}.${last}`);
  }
}

/** What one release of kops says of the versions of Kubernetes that it makes. */
function rules(folder: string): readonly [version: string, rules: object] {
  const text = (file: string) => readFileSync(join(folder, file), 'utf8');
  const found = (source: string, pattern: RegExp) => {
    const [, value] = pattern.exec(source) ?? [];
    if (value === undefined) throw new Error(`${folder}: no ${pattern.source}`);
    return value;
  };
  const apply = text('upup/pkg/fi/cloudup/apply_cluster.go');
  const oldest = found(apply, /OldestSupportedKubernetesVersion += "(.*)"/);
  return [
    found(text('kops-version.go'), /KOPS_RELEASE_VERSION = "(.*)"/),
    {
      oldestSupported: oldest,
      oldestRecommended: found(apply, /OldestRecommendedKubernetesVersion = "(.*)"/),
      newestCarried: newestCarried(folder, oldest),
    },
  ];
}

function write(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {promotions: {type: 'string'}},
});
if (positionals.length === 0) throw new Error('Name at least one folder with kops’ sources.');

const before = JSON.parse(readFileSync(pinsFile, 'utf8'));
write(pinsFile, {
  kops: values.promotions
    ? {
        source:
          'https://github.com/kubernetes/k8s.io/tree/main/artifacts/manifests/k8s-staging-kops',
        sha256: sorted(kopsHashes(values.promotions)),
      }
    : before.kops,
  kubectl: {
    source: 'https://github.com/kubernetes/kops/tree/master/pkg/assets/assetdata',
    sha256: sorted(kubectlHashes(positionals)),
  },
});
const releases = positionals.map(rules).filter(([version]) => /^[\d.]+$/.test(version));
write(versionsFile, {
  source:
    'https://github.com/kubernetes/kops: upup/pkg/fi/cloudup/apply_cluster.go and pkg/assets/assetdata of each release',
  read: new Date().toISOString().slice(0, 10),
  kops: sorted(Object.fromEntries(releases)),
});
