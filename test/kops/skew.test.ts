import {expect, test} from '@jest/globals';
import {ToolError} from '../../src/errors.js';
import {checkSkew} from '../../src/kops/skew.js';

const versions = (kops: string, kubernetes: string, kubectl = kubernetes) => ({
  kops,
  kubernetes,
  kubectl,
});

function refusal(request: Parameters<typeof checkSkew>[0]): ToolError {
  try {
    checkSkew(request);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error('not refused');
}

test.each([
  ['1.36.0', '1.36.1', '1.36.1'],
  ['1.36.0', '1.36.0', '1.35.0'],
  ['1.36.0', '1.35.5', '1.36.1'],
  ['1.36.0', '1.33.0', '1.33.0'],
  ['1.35.1', '1.31.14', '1.31.14'],
  // A patch of kops that the table does not know has the rules of its minor, and maybe newer hashes.
  ['1.36.9', '1.36.8', '1.36.8'],
])('kops %s makes Kubernetes %s, with kubectl %s', (...[kops, kubernetes, kubectl]) => {
  expect(checkSkew(versions(kops, kubernetes, kubectl))).toEqual([]);
});

test.each([
  ['1.36.0', '1.37.0', 'kops 1.36.0 cannot make Kubernetes 1.37.0: it knows Kubernetes up to 1.36'],
  ['1.36.0', '1.37.0-alpha.1', 'kops 1.36.0 cannot make Kubernetes 1.37.0-alpha.1: it knows'],
  ['1.35.1', '1.36.1', 'kops 1.35.1 cannot make Kubernetes 1.36.1'],
  ['1.36.0', '1.30.14', 'kops 1.36.0 no longer makes Kubernetes 1.30.14: its oldest is 1.31.0'],
  ['1.36.9', '1.30.14', 'kops 1.36.9 no longer makes Kubernetes 1.30.14: its oldest is 1.31.0'],
  ['1.36.0', '1.36', '"1.36" is not a full version of Kubernetes'],
  ['v1.36.0', '1.36.1', '"v1.36.0" is not a full version of kops'],
  ['2.0.0', '1.36.1', '"2.0.0" is not a full version of kops'],
])('kops %s and Kubernetes %s are refused', (kops, kubernetes, message) => {
  const error = refusal(versions(kops, kubernetes));
  expect(error.code).toBe('KS130');
  expect(error.message).toContain(message);
  expect(error.cure).toBeTruthy();
});

test.each([['1.34.8'], ['1.33.12']])('kubectl %s is too far from Kubernetes 1.36.1', (kubectl) => {
  expect(refusal(versions('1.36.0', '1.36.1', kubectl)).message).toBe(
    `kubectl ${kubectl} does not go with Kubernetes 1.36.1: more than one minor lies between`,
  );
});

test('a deprecated Kubernetes is a warning, until kops refuses it', () => {
  expect(checkSkew(versions('1.36.0', '1.32.13'))).toEqual([
    'Kubernetes 1.32.13 is deprecated in kops 1.36.0 and will be refused by a later one; 1.33.0 and newer are not',
  ]);
});

test.each([
  ['1.36.2', '1.36.0 to 1.36.1'],
  ['1.35.6', '1.35.0 to 1.35.5'],
  ['1.36.0-rc.1', '1.36.0 to 1.36.1'],
])('kops 1.36.0 does not carry the hashes of Kubernetes %s', (kubernetes, carried) => {
  const request = versions('1.36.0', kubernetes);
  expect(checkSkew(request)).toEqual([
    expect.stringContaining(
      `does not carry the hashes of Kubernetes ${kubernetes} (it carries ${carried})`,
    ),
  ]);
  expect(checkSkew({...request, fileRepository: true})).toEqual([]);
});

test('of a kops that is not known only what holds for all is checked', () => {
  expect(checkSkew(versions('1.40.0', '1.38.0'))).toEqual([
    expect.stringContaining('kops-spot does not know the rules of kops 1.40.0'),
  ]);
  expect(refusal(versions('1.40.0', '1.41.0')).code).toBe('KS130');
});
