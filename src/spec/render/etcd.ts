/** etcd: one member for each control-plane group. */

import type {KopsFields} from '../schema.js';

/** What `kops create cluster` writes (createEtcdCluster in upup/pkg/fi/cloudup/new_cluster.go). */
const clusters = [
  {name: 'main', cpuRequest: '200m'},
  {name: 'events', cpuRequest: '100m'},
] as const;

export function etcdClusters(controlPlane: readonly string[]): KopsFields[] {
  const names = memberNames(controlPlane);
  const etcdMembers = controlPlane.map((instanceGroup, i) => ({
    name: names[i],
    instanceGroup,
    encryptedVolume: true,
  }));
  return clusters.map((cluster) => ({
    ...cluster,
    memoryRequest: '100Mi',
    manager: {backupRetentionDays: 90},
    etcdMembers,
  }));
}

/** `control-plane-us-east-1a` becomes `a`: what the names begin with alike is cut, as kops cuts it. */
function memberNames(groups: readonly string[]): string[] {
  let names = groups.map((group) => group.replace(/^(control-plane|master)-/, ''));
  while (names.every((name) => name.length > 1 && name[0] === names[0]?.[0]))
    names = names.map((name) => name.slice(1));
  // A member's name begins with a letter.
  return names.map((name) => (/^\d/.test(name) ? `etcd-${name}` : name));
}
