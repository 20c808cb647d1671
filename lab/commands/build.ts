import type {Command} from '../options.ts';
import {progress} from '../run.ts';
import {buildTools} from '../tools/tools.ts';

export const build: Command = {
  summary: 'builds kops and Kubernetes and installs moto, once, into the cache',
  help: '  A second build with the same sources takes no time.',
  options: {},
  run: async () => {
    const say = progress();
    const tools = await buildTools(say);
    console.log(`kops     ${tools.kops.file}`);
    console.log(`kubelab  ${tools.kubelab.file}`);
    console.log(`python   ${tools.python}/python`);
    say('all built');
  },
};
