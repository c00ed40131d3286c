/** The sources of the routing file, each with what checks its requests and what reads the leads that it only names. */
import type { Source } from '../../domain/sources/source.ts';
import type { SourceSecrets } from '../../domain/sources/source-secrets.ts';
import type { Clock } from '../../ports/clock.ts';
import { createFacebookLookUp } from './facebook-leads.ts';
import { createHubspotLookUp } from './hubspot-contacts.ts';
import type { LookUp } from './look-up.ts';
import { createVerifier, type Verifier } from './verifier.ts';

export interface Hook {
  source: Source;
  verifier: Verifier;
  /** `null`: the vendor sends whole leads, or no token to read them is set. */
  lookUp: LookUp | null;
  /** What Facebook's challenge must show; `null` for sources without a challenge. */
  verifyToken: string | null;
}

export interface HookSources {
  sources: readonly Source[];
  /** By the source's id; every source has them. */
  secrets: ReadonlyMap<string, SourceSecrets>;
  clock: Clock;
}

/** @returns by the source's id */
export function createHooks({ sources, secrets, clock }: HookSources): ReadonlyMap<string, Hook> {
  const hooks = sources.flatMap((source): Hook[] => {
    const own = secrets.get(source.id);
    if (!own) return [];
    const verifier = createVerifier(source, own.secrets, clock);
    return [{ source, verifier, lookUp: lookUpOf(source, own), verifyToken: own.verifyToken }];
  });
  return new Map(hooks.map((hook) => [hook.source.id, hook]));
}

function lookUpOf(source: Source, secrets: SourceSecrets): LookUp | null {
  const { accessToken } = secrets;
  if (accessToken === null) return null;
  if (source.kind === 'facebook') return createFacebookLookUp(source, { ...secrets, accessToken });
  return source.kind === 'hubspot' ? createHubspotLookUp(source, { ...secrets, accessToken }) : null;
}
