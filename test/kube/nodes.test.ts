import {expect, test} from '@jest/globals';
import {getNodes, parseNodes} from '../../src/kube/nodes.js';
import {fakeHost} from '../fakes/host.js';

const list = JSON.stringify({
  items: [
    {
      metadata: {name: 'i-1', labels: {a: 'b'}, creationTimestamp: '2026-11-23T12:00:00Z'},
      spec: {providerID: 'aws:///us-east-1a/i-1'},
      status: {conditions: [{type: 'Ready', status: 'True'}]},
    },
    {
      metadata: {name: 'young', creationTimestamp: '2026-11-23T12:00:00Z'},
      spec: {},
    },
  ],
});

test('nodes are known by the instance of their provider id', () => {
  expect(parseNodes(list)).toMatchObject([
    {name: 'i-1', instanceId: 'i-1', ready: true, labels: {a: 'b'}},
    {name: 'young', instanceId: '', ready: false, reason: 'kubelet has said nothing yet'},
  ]);
});

test('kubectl is asked with the cluster’s own kubeconfig; a silent API is no error', async () => {
  const kubectl = {program: '/tools/kubectl', kubeconfig: '/t/config'};
  const silent = fakeHost(() => ({code: 1, stderr: 'connection refused'}));
  expect(await getNodes(silent, kubectl)).toBeUndefined();
  const seen: unknown[] = [];
  const host = fakeHost((_, call) => {
    seen.push(call.env);
    return list;
  });
  expect(await getNodes(host, kubectl)).toHaveLength(2);
  expect(host.transcript).toEqual([
    '$ /tools/kubectl get nodes --output json --request-timeout 10s',
  ]);
  expect(seen).toEqual([{KUBECONFIG: '/t/config'}]);
});
