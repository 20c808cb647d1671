/** Whether the cluster is what its groups ask for, and what is missing where. Pure. */

import type {Failure, Machine, ScalingGroup} from '../aws/groups.js';
import {formatDuration} from '../duration.js';
import {type KopsDocument, type Lifecycle, lifecycleOf} from '../kops/documents.js';
import type {KubeNode} from './nodes.js';

/** What one instance group must have. */
export interface Wanted {
  readonly group: string;
  readonly controlPlane: boolean;
  readonly minSize: number;
  readonly lifecycle: Lifecycle;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Seen {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly groups: readonly ScalingGroup[];
  readonly machines: readonly Machine[];
  /** Undefined while the API does not answer. */
  readonly nodes: readonly KubeNode[] | undefined;
  /** When the API first answered, in milliseconds since the epoch; nobody can join before. */
  readonly answersSince: number | undefined;
  readonly failures: readonly Failure[];
}

export interface Missing {
  readonly group: string;
  readonly why: string;
  /** The instance that it is about, where it is about one. */
  readonly instance?: string;
  /** Waiting does not mend it. */
  readonly final: boolean;
}

/** One node of a group, or the instance that is to become it. */
export interface Member {
  readonly machine: Machine;
  readonly node: KubeNode | undefined;
}

export interface Judgement {
  readonly members: readonly Member[];
  readonly wanted: number;
  readonly ready: number;
  readonly missing: readonly Missing[];
}

export function wantedOf({metadata, spec}: KopsDocument): Wanted {
  return {
    group: metadata.name,
    controlPlane: ['ControlPlane', 'Master'].includes(String(spec.role)),
    minSize: Number(spec.minSize ?? 0),
    lifecycle: lifecycleOf(spec),
    labels: (spec.nodeLabels as Record<string, string> | undefined) ?? {},
  };
}

/** `joinWithin`: milliseconds that an instance may run before it must have joined. */
export function judge(wanted: readonly Wanted[], seen: Seen, joinWithin: number): Judgement {
  const byInstance = new Map(seen.nodes?.map((node) => [node.instanceId, node]));
  const members = seen.machines.map((machine) => ({machine, node: byInstance.get(machine.id)}));
  const groups = wanted.map((group) => judgeGroup(group, seen, members, joinWithin));
  return {
    members,
    wanted: groups.reduce((sum, {size}) => sum + size, 0),
    ready: members.filter(({node}) => node?.ready).length,
    missing: groups.flatMap(({missing}) => missing),
  };
}

function judgeGroup(
  wanted: Wanted,
  seen: Seen,
  members: readonly Member[],
  joinWithin: number,
): {size: number; missing: Missing[]} {
  const {group} = wanted;
  const scaling = seen.groups.find((candidate) => candidate.group === group);
  const size = Math.max(scaling?.desired ?? wanted.minSize, wanted.minSize);
  const own = members.filter(({machine}) => machine.group === group);
  const missing: Missing[] = [];
  if (scaling === undefined && size > 0)
    missing.push({group, why: 'it has no Auto Scaling group yet', final: false});
  else if (own.length < size) missing.push(tooFew(group, own.length, size, seen.failures));
  for (const member of own) missing.push(...judgeMember(wanted, member, seen, joinWithin));
  return {size, missing};
}

/** What AWS says of quotas, permissions and wrong parameters: it does not change by itself. */
const hopeless =
  /VcpuLimitExceeded|MaxSpotInstanceCountExceeded|InstanceLimitExceeded|InvalidAMIID|InvalidParameter|Unsupported|UnauthorizedOperation|not authorized|OptInRequired|PendingVerification/;

function tooFew(group: string, have: number, size: number, failures: readonly Failure[]): Missing {
  const own = failures.filter((failure) => failure.group === group);
  const [last] = own;
  const count = `${have} of ${size} instances launched`;
  if (last === undefined) return {group, why: count, final: false};
  // One refusal may be a hiccup; AWS repeats the same one when it means it.
  const final = own.filter(({message}) => hopeless.test(message)).length >= 2;
  return {group, why: `${count}: ${last.message}`, final};
}

function judgeMember(
  wanted: Wanted,
  {machine, node}: Member,
  {now, nodes, answersSince}: Seen,
  joinWithin: number,
): Missing[] {
  const about = {group: wanted.group, instance: machine.id};
  if (wanted.lifecycle !== 'mixed' && wanted.lifecycle !== machine.lifecycle)
    return [{...about, why: `${machine.id} is ${machine.lifecycle}`, final: true}];
  if (node === undefined) {
    const age = now - machine.launched;
    const what = nodes === undefined && wanted.controlPlane ? 'boots' : 'has not joined';
    const why = `${machine.id} ${machine.state} for ${formatDuration(age)}, ${what}`;
    // While the API is silent nobody can join, and nobody can be seen: that says nothing of this instance.
    const could = answersSince === undefined ? 0 : now - Math.max(machine.launched, answersSince);
    const final = nodes !== undefined && machine.state === 'running' && could > joinWithin;
    return [{...about, why, final}];
  }
  if (!node.ready) return [{...about, why: `${node.name} not ready: ${node.reason}`, final: false}];
  const lacking = Object.entries(wanted.labels).filter(
    ([key, value]) => node.labels[key] !== value,
  );
  return lacking.map(([key, value]) => ({
    ...about,
    why: `${node.name} lacks the label ${key}=${value}`,
    final: false,
  }));
}
