import {expect, test} from '@jest/globals';
import * as argv from '../../src/kops/argv.js';

const target = {cluster: 'ci.k8s.local', state: 's3://b'};
const named = '--name ci.k8s.local --state s3://b';

test.each([
  [argv.replace(target, '/t/ci.yaml'), 'replace --state s3://b --force --filename /t/ci.yaml'],
  [argv.update(target, {yes: false}), `update cluster ${named} --create-kube-config=false`],
  [argv.update(target, {yes: true}), `update cluster ${named} --create-kube-config=false --yes`],
  [argv.deleteGroup(target, 'old'), `delete instancegroup old ${named} --yes`],
  [argv.rollingUpdate(target, {yes: false}), `rolling-update cluster ${named}`],
  [argv.rollingUpdate(target, {yes: true}), `rolling-update cluster ${named} --yes`],
  [
    argv.exportKubeconfig(target, '/t/k'),
    `export kubeconfig ${named} --admin=1h --kubeconfig /t/k`,
  ],
  [argv.validate(target, '/t/k'), `validate cluster ${named} --output json --kubeconfig /t/k`],
  [argv.deleteCluster(target, {wait: 40}), `delete cluster ${named} --yes --wait 40m`],
])('%j', (args, line) => {
  expect(args.join(' ')).toBe(line);
});
