/** What a source's requests are checked with, and what its vendor is asked with. From the environment, never from the routing file. */
export interface SourceSecrets {
  /** One or two, each valid: a secret is changed by setting both until the sender has the new one. */
  secrets: readonly string[];
  /** Facebook's challenge shows it; `null` for every other kind. */
  verifyToken: string | null;
  /** For reading leads that the vendor only names; `null`: none is set. */
  accessToken: string | null;
  /** Another server than the vendor's, without a slash at the end; `null`: the vendor's own. */
  apiUrl: string | null;
}
