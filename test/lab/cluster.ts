/** A cluster by plain kops in the lab. */

import {attempt, check, run, say, type Variables} from './shell.ts';

export interface Plan {
  readonly name: string;
  readonly region: string;
  readonly zones: readonly string[];
  readonly controlPlanes: number;
  readonly nodes: number;
}

export interface Node {
  readonly metadata: {readonly name: string; readonly labels: Readonly<Record<string, string>>};
  readonly spec: {readonly providerID: string};
  readonly status: {
    readonly conditions: readonly {readonly type: string; readonly status: string}[];
  };
}

/** Each cluster has a kubeconfig and a region of its own. */
export function environmentOf(lab: Variables, {name, region}: Plan): Variables {
  const kubeconfig = `${lab.KUBECONFIG}-${name}`;
  return {...lab, KUBECONFIG: kubeconfig, AWS_REGION: region, AWS_DEFAULT_REGION: region};
}

export function create(env: Variables, plan: Plan): void {
  const start = Date.now();
  run(
    'kops',
    [
      ...['create', 'cluster', '--name', plan.name, '--cloud', 'aws', '--yes'],
      ...['--zones', plan.zones.join(','), '--kubernetes-version', '1.36.1'],
      ...['--control-plane-count', String(plan.controlPlanes), '--control-plane-size', 'm5.large'],
      ...['--node-count', String(plan.nodes), '--node-size', 't3.large'],
    ],
    env,
  );
  say(`kops created ${plan.name} in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

export function validate(env: Variables, {name}: Plan): void {
  const start = Date.now();
  run('kops', ['export', 'kubeconfig', '--name', name, '--admin=1h'], env);
  const args = ['validate', 'cluster', '--name', name, '--wait', '3m', '--interval', '500ms'];
  const text = run('kops', args, env);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  check(
    text.includes(`${name} is ready`),
    `kops says that ${name} is ready, after ${seconds} s`,
    text,
  );
}

export function nodes(env: Variables): readonly Node[] {
  const text = attempt('kubectl', ['get', 'nodes', '-o', 'json'], env);
  return text === undefined ? [] : (JSON.parse(text) as {readonly items: readonly Node[]}).items;
}

export function readyNodes(env: Variables): readonly Node[] {
  return nodes(env).filter(({status}) =>
    status.conditions.some(({type, status: value}) => type === 'Ready' && value === 'True'),
  );
}

export function inGroup(all: readonly Node[], group: string): readonly Node[] {
  return all.filter(({metadata}) => metadata.labels['kops.k8s.io/instancegroup'] === group);
}

/** Nodes carry what kops asked for: zone, region, type, group, role, and a provider id that names them. */
export function checkNodes(env: Variables, plan: Plan): void {
  const all = readyNodes(env);
  const seen = JSON.stringify(all.map(({metadata, spec}) => ({...metadata.labels, ...spec})));
  check(
    all.length === plan.controlPlanes + plan.nodes,
    `${plan.name} has ${all.length} nodes`,
    seen,
  );
  const roles = all.filter(
    ({metadata}) => 'node-role.kubernetes.io/control-plane' in metadata.labels,
  );
  check(roles.length === plan.controlPlanes, `${roles.length} of them are control plane`, seen);
  const whole = all.every(({metadata: {name, labels}, spec}) => {
    const zone = labels['topology.kubernetes.io/zone'] ?? '';
    return (
      plan.zones.includes(zone) &&
      labels['topology.kubernetes.io/region'] === plan.region &&
      /^(m5|t3)\.large$/.test(labels['node.kubernetes.io/instance-type'] ?? '') &&
      spec.providerID === `aws:///${zone}/${name}`
    );
  });
  check(whole, 'each has its zone, region, type and provider id', seen);
}
