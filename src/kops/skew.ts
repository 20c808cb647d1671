export interface SkewRequest {
  readonly kops: string;
  readonly kubernetes: string;
  readonly kubectl: string;
}
export function checkSkew(_: SkewRequest): readonly string[] {
  return [];
}
