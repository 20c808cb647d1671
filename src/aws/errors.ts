/** AWS' errors in our words. */

import {CloudError, messageOf} from '../errors.js';

const refusals = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthFailure',
  'AuthorizationError',
  'UnauthorizedOperation',
]);

/** Runs one call and says, when it fails, what was being done. */
export async function calling<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const name = codeOf(cause);
    throw new CloudError('KS142', `AWS failed to ${what}: ${name}: ${messageOf(cause)}`, {
      cause,
      ...(refusals.has(name) ? {cure: 'The role lacks this permission.'} : {}),
    });
  }
}

/** The code of an AWS error, like DependencyViolation. */
export function codeOf(error: unknown): string {
  const {Code, name} = error as {Code?: string; name?: string};
  return Code ?? name ?? '';
}
