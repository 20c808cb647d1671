/** The spec as kops documents (v1alpha2), ready for `kops replace --force`. Pure. */

import {KopsSpotError} from '../errors.js';
import type {Documents, KopsDocument} from '../kops/documents.js';
import {architectureOf} from './render/architecture.js';
import {clusterSpec} from './render/cluster.js';
import {controlPlaneGroups, isControlPlane} from './render/control-plane.js';
import {onDemandGroups, spotGroup} from './render/groups.js';
import {isMap, merge, sortKeys} from './render/merge.js';
import type {NamedGroup} from './render/named-group.js';
import type {Place} from './render/place.js';
import type {KopsFields, RawDocument, Spec} from './schema.js';

const apiVersion = 'kops.k8s.io/v1alpha2';

/** KS110 when a group names a zone that the place does not have. */
export function renderDocuments(spec: Spec, place: Place): Documents {
  const groups = withRaw(specGroups(spec, place), spec.kops, place);
  const controlPlane = groups.filter(({spec}) => isControlPlane(spec));
  const overs = [spec.cluster.kops, ...spec.kops.filter(isCluster).map(({spec}) => spec)];
  const cluster: KopsDocument = {
    apiVersion,
    kind: 'Cluster',
    metadata: {name: place.clusterName, ...marksOf(spec.kops.filter(isCluster))},
    spec: tidy(clusterSpec(spec, place, controlPlane, overs)),
  };
  return {cluster, groups: groups.map((group) => groupDocument(group, place))};
}

/** Control plane first, then in the order of the spec. */
function specGroups(spec: Spec, place: Place): NamedGroup[] {
  const {controlPlane} = spec;
  return [
    ...(controlPlane === undefined ? [] : controlPlaneGroups(controlPlane, place.zones)),
    ...Object.entries(spec.onDemandGroups).flatMap(([name, group]) =>
      onDemandGroups(name, group, zonesOf(`onDemandGroups.${name}`, group.zones, place)),
    ),
    ...Object.entries(spec.spotGroups).map(([name, group]) =>
      spotGroup(name, group, zonesOf(`spotGroups.${name}`, group.zones, place)),
    ),
  ];
}

/** A live cluster keeps its zones, so a group may ask for one that it does not have. */
function zonesOf(
  group: string,
  wanted: readonly string[] | undefined,
  place: Place,
): readonly string[] {
  const missing = wanted?.filter((zone) => !place.zones.includes(zone)) ?? [];
  if (missing.length === 0) return wanted ?? place.zones;
  const message = `${group}.zones: ${place.clusterName} has no ${missing.join(', ')}`;
  const cure = `Choose from ${place.zones.join(', ')}; other zones need a new cluster.`;
  throw new KopsSpotError('KS110', message, {cure});
}

/** Whole documents of the user's: a known name merges, a new one is added. */
function withRaw(
  groups: readonly NamedGroup[],
  raw: readonly RawDocument[],
  place: Place,
): NamedGroup[] {
  const result = new Map(groups.map((group) => [group.name, group]));
  for (const {name, labels, annotations, spec} of raw.filter((document) => !isCluster(document))) {
    const known = result.get(name) ?? {
      name,
      labels: {},
      annotations: {},
      spec: {subnets: place.zones, nodeLabels: {'kops.k8s.io/instancegroup': name}},
    };
    result.set(name, {
      name,
      labels: {...known.labels, ...labels},
      annotations: {...known.annotations, ...annotations},
      spec: merge(known.spec, spec),
    });
  }
  return [...result.values()];
}

function groupDocument({name, labels, annotations, spec}: NamedGroup, place: Place): KopsDocument {
  return {
    apiVersion,
    kind: 'InstanceGroup',
    metadata: {
      ...nonEmpty({annotations}),
      labels: sortKeys({...labels, 'kops.k8s.io/cluster': place.clusterName}),
      name,
    },
    spec: tidy({
      // Nothing fills in an image later: the cluster has no channel.
      image: place.images[architectureOf(firstType(spec))],
      ...spec,
      // What kops stores is compared with this, and it stores the older word.
      ...(isControlPlane(spec) ? {role: 'Master'} : {}),
    }),
  };
}

function firstType({mixedInstancesPolicy, machineType}: KopsFields): string {
  const types = isMap(mixedInstancesPolicy) ? mixedInstancesPolicy.instances : undefined;
  return String(Array.isArray(types) ? types[0] : machineType);
}

function isCluster({kind}: RawDocument): boolean {
  return kind === 'Cluster';
}

function marksOf(documents: readonly RawDocument[]) {
  const labels = Object.assign({}, ...documents.map((document) => document.labels));
  const annotations = Object.assign({}, ...documents.map((document) => document.annotations));
  return nonEmpty({labels, annotations});
}

function nonEmpty(maps: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  return Object.fromEntries(Object.entries(maps).filter(([, map]) => Object.keys(map).length > 0));
}

/** Sorted, and without the fields that have no value. */
function tidy(spec: KopsFields): KopsFields {
  return sortKeys(JSON.parse(JSON.stringify(spec)) as KopsFields);
}
