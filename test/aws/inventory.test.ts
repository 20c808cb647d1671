import {expect, test} from '@jest/globals';
import {resourceTypes, whileOthersDelete} from '../../src/aws/inventory.js';

function failing(times: number, name: string) {
  let calls = 0;
  return async () => {
    calls++;
    if (calls <= times) throw Object.assign(new Error('gone'), {name});
    return calls;
  };
}

test('what a neighbour deletes meanwhile does not end the description', async () => {
  expect(await whileOthersDelete(failing(3, 'NoSuchEntity'))).toBe(4);
  expect(await whileOthersDelete(failing(1, 'LoadBalancerNotFoundException'))).toBe(2);
  await expect(whileOthersDelete(failing(1, 'AccessDenied'))).rejects.toThrow('gone');
  await expect(whileOthersDelete(failing(99, 'NoSuchEntity'))).rejects.toThrow('gone');
});

test('all that `kops delete cluster` knows is described, and what it does not know', () => {
  // kops, pkg/resources/aws/aws.go; load balancers and launch templates under AWS' newer names
  const kops =
    'vpc subnet route-table internet-gateway dhcp-options nat-gateway elastic-ip security-group network-interface ' +
    'autoscaling-group launch-template instance volume key-pair load-balancer classic-load-balancer target-group iam-role ' +
    'iam-instance-profile oidc-provider sqs-queue eventbridge-rule egress-only-internet-gateway';
  expect(resourceTypes).toEqual(expect.arrayContaining(kops.split(' ')));
  expect(resourceTypes).toEqual(
    expect.arrayContaining(['snapshot', 'vpc-endpoint', 'prefix-list']),
  );
});
