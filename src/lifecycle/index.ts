/** The table of contents: what each command does, in order. */

import {CancelledError} from '../errors.js';
import type {Command} from '../inputs.js';
import {connect} from './connect.js';
import type {MainContext} from './context.js';
import {down} from './down.js';
import {install} from './install.js';
import {plan} from './plan.js';
import {readSpec, subjectOf} from './subject.js';
import {up} from './up.js';
import {validate} from './validate.js';

export const lifecycle: Readonly<Record<Command, (context: MainContext) => Promise<void>>> = {
  /** Pinned tools on the PATH, and nothing else. */
  install: async (context) => {
    await install(context, readSpec(context).cluster);
  },
  /** What would be made or changed. Needs no AWS for a new cluster. */
  plan: async (context) => {
    const spec = readSpec(context);
    await plan(context, spec, subjectOf(context, spec));
  },
  /** install → plan → apply → connect → roll, where nodes are out of date → validate. */
  up: async (context) => {
    const spec = readSpec(context);
    await up(context, spec, subjectOf(context, spec));
  },
  /** A kubeconfig, an open API and the tools, for another job of the workflow. */
  connect: async (context) => {
    const spec = readSpec(context);
    await connect(context, subjectOf(context, spec));
  },
  /** connect, then wait until the cluster is ready. */
  validate: async (context) => {
    const spec = readSpec(context);
    const connection = await connect(context, subjectOf(context, spec));
    await validate(context, connection, spec.checks.validate);
  },
  /** Every cluster of the scope deleted, and all of it described again. */
  down,
};

/** Refuses to start what the runner has already cancelled. */
export async function execute(context: MainContext): Promise<void> {
  if (context.host.signal.aborted) throw new CancelledError();
  await lifecycle[context.request.command](context);
}
