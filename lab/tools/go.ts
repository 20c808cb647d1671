import {cp, mkdir, readdir} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {readText, writeText} from '../files.ts';
import {LAB} from '../paths.ts';
import {run, type Say} from '../run.ts';
import {cached, sha256OfFile} from './cached.ts';

export const KOPS_VERSION = '1.36.0';
export const KUBERNETES_VERSION = '1.36.1';

/** Go's names for the machine, which are also those of kops' and Kubernetes' download paths. */
export const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'amd64';

/** The committed go.mod and go.sum alone decide what is built; no workspace, vendor folder or newer toolchain. */
const GO_ENVIRONMENT = {
  CGO_ENABLED: '0',
  GOFLAGS: '-mod=readonly -buildvcs=false',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
} as const;

const go = (module: string, args: readonly string[]): Promise<string> =>
  run('go', args, {cwd: join(LAB, 'go', module), env: GO_ENVIRONMENT});

const sources = async (module: string): Promise<readonly string[]> => {
  const folder = join(LAB, 'go', module);
  const names = (await readdir(folder)).filter((name) => /^go\.(mod|sum)$|\.go$/.test(name));
  return names.sort().map((name) => join(folder, name));
};

/** kubectl and the apiserver print the version that their linker was told, and clients compare it. */
const kubernetesVersionFlags = (): string => {
  const [major, minor] = KUBERNETES_VERSION.split('.');
  const values = [
    `gitVersion=v${KUBERNETES_VERSION}`,
    `gitMajor=${major}`,
    `gitMinor=${minor}`,
    'gitTreeState=clean',
    'buildDate=1970-01-01T00:00:00Z',
  ];
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return packages.flatMap((path) => values.map((value) => `-X ${path}.${value}`)).join(' ');
};

const build = (module: string, target: string, linker: string, out: string): Promise<string> =>
  go(module, ['build', '-trimpath', '-ldflags', `-s -w ${linker}`, '-o', out, target]);

/** Upstream files come from the module that Go has verified against go.sum; none is kept in this repository. */
const copyFromModule = async (
  module: string,
  path: string,
  files: readonly string[],
  to: string,
): Promise<void> => {
  const folder = (await go(module, ['list', '-m', '-f', '{{.Dir}}', path])).trim();
  await mkdir(to, {recursive: true});
  for (const file of files) {
    await cp(join(folder, file), join(to, basename(file)), {recursive: true});
  }
};

export interface Binary {
  readonly file: string;
  readonly folder: string;
  readonly sha256: string;
}

const binary = async (folder: string, name: string): Promise<Binary> => {
  const file = join(folder, name);
  return {file, folder, sha256: (await readText(`${file}.sha256`)) ?? (await sha256OfFile(file))};
};

/** Beside kops lies `stable`, the channel that kops would fetch from its repository. */
export const buildKops = async (goVersion: string, say: Say): Promise<Binary> => {
  const linker = `-X k8s.io/kops.Version=${KOPS_VERSION}`;
  const folder = await cached(
    {
      name: 'kops',
      files: await sources('kops'),
      words: [goVersion.trim(), linker],
      announcement: `building kops ${KOPS_VERSION}, about 5 minutes on two cores, once`,
      make: async (out) => {
        await build('kops', 'k8s.io/kops/cmd/kops', linker, join(out, 'kops'));
        await copyFromModule('kops', 'k8s.io/kops', ['channels/stable'], out);
        await writeText(join(out, 'kops.sha256'), await sha256OfFile(join(out, 'kops')));
      },
    },
    say,
  );
  return binary(folder, 'kops');
};

const KWOK_FILES = [
  'kustomize/crd/bases',
  'kustomize/stage/node/fast/node-initialize.yaml',
  'kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
  'kustomize/stage/pod/fast/pod-ready.yaml',
  'kustomize/stage/pod/fast/pod-complete.yaml',
  'kustomize/stage/pod/fast/pod-delete.yaml',
  'kustomize/metrics/resource/metrics-resource.yaml',
  'kustomize/metrics/usage/usage-from-annotation.yaml',
] as const;

/** Beside kubelab lies `kwok/`: kwok's CRDs (`bases/`), stages and metrics. */
export const buildKubelab = async (goVersion: string, say: Say): Promise<Binary> => {
  const linker = kubernetesVersionFlags();
  const folder = await cached(
    {
      name: 'kubelab',
      files: await sources('kubelab'),
      words: [goVersion.trim(), linker, ...KWOK_FILES],
      announcement: `building Kubernetes ${KUBERNETES_VERSION} (etcd, control plane, kubectl, kwok), about 7 minutes on two cores, once`,
      make: async (out) => {
        await build('kubelab', '.', linker, join(out, 'kubelab'));
        await copyFromModule('kubelab', 'sigs.k8s.io/kwok', KWOK_FILES, join(out, 'kwok'));
        await writeText(join(out, 'kubelab.sha256'), await sha256OfFile(join(out, 'kubelab')));
      },
    },
    say,
  );
  return binary(folder, 'kubelab');
};
