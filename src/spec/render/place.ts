/** Where one cluster of a spec goes: all that the spec itself does not say. */

export interface Place {
  /** In full, like `ci-small-3f2a91.k8s.local`. */
  readonly clusterName: string;
  readonly region: string;
  /** Names, in order; one subnet each. */
  readonly zones: readonly string[];
  /** `s3://bucket/<clusterName>`. */
  readonly configBase: string;
  /** The repository's numeric id: whose cluster it is. */
  readonly owner: string;
  /** CIDRs and ids of prefix lists. */
  readonly apiAccess: readonly string[];
  /** The image of each architecture, as kops names images. */
  readonly images: Readonly<Record<Architecture, string>>;
}

export type Architecture = 'amd64' | 'arm64';
