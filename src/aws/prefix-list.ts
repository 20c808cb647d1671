/**
 * The addresses that may reach a cluster's API, as a managed prefix list. The cluster's spec names the list
 * once; jobs come and go in it without a `kops update`, which would remove rules that it does not know.
 */

import type {EC2Client, ManagedPrefixList} from '@aws-sdk/client-ec2';
import {CloudError} from '../errors.js';
import type {Host} from '../host.js';
import type {Cloud} from './cloud.js';
import {calling, codeOf} from './errors.js';

/** Entries count against the 60 rules of a security group, used or not (AWS VPC quotas). */
const maxEntries = 20;

type Sdk = typeof import('@aws-sdk/client-ec2');

async function open(cloud: Cloud) {
  const sdk = await import('@aws-sdk/client-ec2');
  return {sdk, ec2: new sdk.EC2Client(cloud.options)};
}

/** The id of the cluster's list, made when missing. */
export async function ensurePrefixList(
  cloud: Cloud,
  clusterName: string,
  tags: Readonly<Record<string, string>>,
): Promise<string> {
  const [known] = await findPrefixLists(cloud, clusterName);
  if (known !== undefined) return known;
  const {sdk, ec2} = await open(cloud);
  return calling('make a managed prefix list', async () => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({Key, Value}));
    const made = await ec2.send(
      new sdk.CreateManagedPrefixListCommand({
        PrefixListName: clusterName,
        AddressFamily: 'IPv4',
        MaxEntries: maxEntries,
        TagSpecifications: [{ResourceType: 'prefix-list', Tags}],
      }),
    );
    return made.PrefixList?.PrefixListId ?? '';
  });
}

export async function findPrefixLists(cloud: Cloud, clusterName: string): Promise<string[]> {
  const {sdk, ec2} = await open(cloud);
  const answer = await calling('look for the prefix list', () =>
    ec2.send(
      new sdk.DescribeManagedPrefixListsCommand({
        Filters: [{Name: 'tag:kops-spot/cluster', Values: [clusterName]}],
      }),
    ),
  );
  return (answer.PrefixLists ?? [])
    .filter((list) => !list.State?.startsWith('delete-'))
    .map((list) => list.PrefixListId ?? '')
    .sort();
}

/** An address range and who added it: the same runner address may serve several jobs. */
export interface Entry {
  readonly cidr: string;
  /** When it was added, in UTC, and by which job of which run. */
  readonly note: string;
}

export type Change = 'add' | 'remove';

/**
 * Adds or takes out one range. A range that another job has added stays as it is, and only its own note takes it
 * out. Two jobs may change the list at once: AWS lets the one with the current version win, the other tries again.
 */
export async function changePrefixList(
  host: Host,
  cloud: Cloud,
  id: string,
  change: Change,
  entry: Entry,
): Promise<void> {
  const {sdk, ec2} = await open(cloud);
  for (let attempt = 1; ; attempt++) {
    const list = await settled(host, ec2, sdk, id);
    if (list === undefined) return; // the cluster is gone, and its list with it
    const present = await entriesOf(ec2, sdk, id);
    const modification = modificationOf(change, entry, present);
    if (modification === undefined) return;
    try {
      await ec2.send(
        new sdk.ModifyManagedPrefixListCommand({
          PrefixListId: id,
          CurrentVersion: list.Version,
          ...modification,
        }),
      );
      return;
    } catch (cause) {
      const busy = ['PrefixListVersionMismatch', 'IncorrectState'].includes(codeOf(cause));
      if (!busy || attempt === 10)
        throw new CloudError('KS142', `the prefix list ${id} cannot be changed`, {cause});
      await host.sleep(500 * attempt);
    }
  }
}

async function entriesOf(ec2: EC2Client, sdk: Sdk, id: string): Promise<Entry[]> {
  return calling('read the prefix list', async () => {
    const entries: Entry[] = [];
    const pages = sdk.paginateGetManagedPrefixListEntries({client: ec2}, {PrefixListId: id});
    for await (const page of pages)
      for (const {Cidr = '', Description = ''} of page.Entries ?? [])
        entries.push({cidr: Cidr, note: Description});
    return entries;
  });
}

/** What to ask AWS for; undefined when the list is as it should be. A full list loses its oldest entry. */
export function modificationOf(change: Change, {cidr, note}: Entry, present: readonly Entry[]) {
  const own = present.find((entry) => entry.cidr === cidr);
  if (change === 'remove') return own?.note === note ? {RemoveEntries: [{Cidr: cidr}]} : undefined;
  if (own !== undefined) return undefined;
  const [oldest] = [...present].sort((a, b) => (a.note < b.note ? -1 : 1));
  const full = present.length >= maxEntries && oldest !== undefined;
  return {
    AddEntries: [{Cidr: cidr, Description: note}],
    ...(full ? {RemoveEntries: [{Cidr: oldest.cidr}]} : {}),
  };
}

/** A list that is being modified takes no other change (ManagedPrefixList, State). */
async function settled(
  host: Host,
  ec2: EC2Client,
  sdk: Sdk,
  id: string,
): Promise<ManagedPrefixList | undefined> {
  for (;;) {
    const answer = await calling('read the prefix list', async () => {
      try {
        return await ec2.send(new sdk.DescribeManagedPrefixListsCommand({PrefixListIds: [id]}));
      } catch (cause) {
        if (codeOf(cause) === 'InvalidPrefixListID.NotFound') return {PrefixLists: []};
        throw cause;
      }
    });
    const [list] = answer.PrefixLists ?? [];
    if (!list?.State?.endsWith('in-progress')) return list;
    await host.sleep(500);
  }
}

/** False while a security group still names it: kops has not deleted the group yet. */
export async function deletePrefixList(cloud: Cloud, id: string): Promise<boolean> {
  const {sdk, ec2} = await open(cloud);
  return calling('delete the prefix list', async () => {
    try {
      await ec2.send(new sdk.DeleteManagedPrefixListCommand({PrefixListId: id}));
      return true;
    } catch (cause) {
      if (codeOf(cause) === 'InvalidPrefixListID.NotFound') return true;
      if (codeOf(cause) === 'DependencyViolation') return false;
      throw cause;
    }
  });
}
