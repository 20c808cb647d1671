/** `addons:` as fields of kops' Cluster `spec`. */

import type {Addons, KopsFields} from '../schema.js';

type Addon = Addons[keyof Addons];

export function addonFields(addons: Addons): KopsFields {
  const {nodeTerminationHandler, certManager, metricsServer, clusterAutoscaler} = addons;
  return {
    nodeTerminationHandler: handler(nodeTerminationHandler),
    certManager: fieldsOf(certManager),
    metricsServer: fieldsOf(metricsServer, {insecure: !isOn(certManager)}),
    clusterAutoscaler: fieldsOf(clusterAutoscaler, {expander: 'least-waste'}),
  };
}

/** kops installs the handler unless it is told not to, so both answers are written. */
function handler(addon: Addon): KopsFields {
  if (!isOn(addon ?? true)) return {enabled: false};
  return fieldsOf(addon ?? true, {enableSQSTerminationDraining: true}) ?? {};
}

export function isOn(addon: Addon): boolean {
  return typeof addon === 'object' ? addon.enabled : addon === true;
}

function fieldsOf(addon: Addon, defaults: KopsFields = {}): KopsFields | undefined {
  if (!isOn(addon)) return undefined;
  return {enabled: true, ...defaults, ...(typeof addon === 'object' ? addon : {})};
}
