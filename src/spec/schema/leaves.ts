/**
 * The leaves of the spec: single values. Each says, as `error`, what it wants, so that a message can read
 * "<value> is not <error>".
 */

import {isIP} from 'node:net';
import * as z from 'zod';
import {parseDuration} from '../../duration.js';

/** A string of one form. */
export function text(pattern: RegExp, error: string) {
  return z.string({error}).regex(pattern, {error, abort: true});
}

export function wholeNumber(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}.`;
  return z.int({error}).min(least, {error}).max(most, {error});
}

/** Hours, minutes and seconds as users write them; milliseconds once parsed. */
export function duration() {
  const error = 'a time. Write hours, minutes and seconds, like 4h, 20m or 1h30m.';
  return z
    .string({error})
    .regex(/^(?=.*[1-9])(\d{1,5}h)?(\d{1,5}m)?(\d{1,5}s)?$/, {error, abort: true})
    .transform((value) => parseDuration(value) ?? 0);
}

/** What kops has, under kops' own names; kops judges it. */
export function kopsFields() {
  return z.record(z.string(), z.unknown());
}

/** An Auto Scaling group takes types by these names (EC2 user guide, naming conventions). */
export function machineType() {
  return text(
    /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
    'an instance type. Write family and size, like m5.large.',
  );
}

/** The form of a zone: its region and one letter. */
export function zone() {
  return text(/^[a-z]{2}(-[a-z]+)+-\d+[a-z]$/, 'a zone. Write its name, like us-east-1a.');
}

export function cidr() {
  const error = 'a range of addresses. Write it as CIDR, like 203.0.113.0/24.';
  return z.string({error}).refine(isCidr, {error});
}

export function isCidr(value: string): boolean {
  const [address = '', bits = '', ...rest] = value.split('/');
  const family = isIP(address);
  return (
    family !== 0 &&
    rest.length === 0 &&
    /^\d{1,3}$/.test(bits) &&
    Number(bits) <= (family === 4 ? 32 : 128)
  );
}

/** A Kubernetes quantity, which kops takes as a string or a number. */
export function quantity() {
  const error = 'a quantity. Write it like 200m, 1 or 64Mi.';
  const written = z.string({error}).regex(/^\d+(\.\d+)?([munkMGTPE]|[KMGTPE]i)?$/, {error});
  return z.union([z.number({error}), written], {error});
}
