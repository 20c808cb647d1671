/** The kops Cluster: what `kops create cluster` of kops 1.36 writes, with nothing left to float. */

import type {KopsFields, Spec} from '../schema.js';
import {addonFields} from './addons.js';
import {etcdClusters} from './etcd.js';
import {isMap, mergeAll} from './merge.js';
import type {NamedGroup} from './named-group.js';
import type {Place} from './place.js';
import {networkCIDR, subnetsOf} from './subnets.js';

/** `overs`: fields of the user's, the later ones on top. */
export function clusterSpec(
  spec: Spec,
  place: Place,
  controlPlane: readonly NamedGroup[],
  overs: readonly KopsFields[],
): KopsFields {
  const base: KopsFields = {
    // No channel: it is what fills in images and versions that a spec leaves open.
    channel: 'none',
    cloudProvider: 'aws',
    kubernetesVersion: spec.cluster.kubernetesVersion,
    api: {loadBalancer: {class: 'Network', type: 'Public', subnets: apiSubnets(controlPlane)}},
    authorization: {rbac: {}},
    iam: {allowContainerRegistry: true, legacy: false},
    kubelet: {anonymousAuth: false},
    topology: {dns: {type: 'None'}},
    networkCIDR,
    nonMasqueradeCIDR: '100.64.0.0/10',
    subnets: subnetsOf(place.zones),
    sshAccess: spec.cluster.access.ssh,
    cloudLabels: spec.cluster.cloudLabels,
    etcdClusters: etcdClusters(controlPlane.map(({name}) => name)),
    ...(overs.some(bringsNetwork) ? {} : cilium),
    ...addonFields(spec.addons),
  };
  return ours(mergeAll(base, overs), place);
}

/** Cilium with its own proxy is kops' default for new clusters. */
const cilium = {kubeProxy: {enabled: false}, networking: {cilium: {enableNodePort: true}}};

/** `networking` holds one provider: one of the user's replaces ours (docs/networking.md of kops). */
function bringsNetwork({networking}: KopsFields): boolean {
  return isMap(networking) && Object.keys(networking).some((key) => providers.has(key));
}

const providers = new Set(
  'amazonvpc calico canal cni external flannel gcp kindnet kopeio kubenet kuberouter weave'.split(
    ' ',
  ),
);

/** Each subnet costs the load balancer a public address. */
function apiSubnets(controlPlane: readonly NamedGroup[]): KopsFields[] {
  const names = controlPlane.flatMap(({spec}) => (Array.isArray(spec.subnets) ? spec.subnets : []));
  return [...new Set(names.map(String))].sort().map((name) => ({name}));
}

/** What kops-spot rests on, whatever the user's fields say. */
function ours(spec: KopsFields, place: Place): KopsFields {
  return {
    ...spec,
    configBase: place.configBase,
    kubernetesApiAccess: place.apiAccess,
    cloudLabels: {
      ...(isMap(spec.cloudLabels) ? spec.cloudLabels : {}),
      'kops-spot/owner': place.owner,
      'kops-spot/cluster': place.clusterName,
    },
  };
}
