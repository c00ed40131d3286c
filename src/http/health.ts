/** Whether this instance can do its work: each part by name, with the reason where it cannot. Reasons are ours, never quoted. */
import { AppError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';

/** A part that does not answer within this is not ready. Below the 3 s that load balancers usually allow. */
const CHECK_WITHIN_MS = 2_000;

export interface HealthCheck {
  name: string;
  /** @returns `null` when all is well, else why not, for a person. A throw counts as not well */
  check(): Promise<string | null>;
}

export interface Readiness {
  ready: boolean;
  checks: Record<string, { ok: true } | { ok: false; why: string }>;
}

export type Health = () => Promise<Readiness>;

/** Runs all checks side by side. */
export function createHealth({ checks, clock }: { checks: readonly HealthCheck[]; clock: Clock }): Health {
  return async () => {
    const results = await Promise.all(
      checks.map(async (check) => ({ name: check.name, why: await runCheck(check, clock) })),
    );
    return {
      ready: results.every(({ why }) => why === null),
      checks: Object.fromEntries(
        results.map(({ name, why }) => [name, why === null ? { ok: true } : { ok: false, why }] as const),
      ),
    };
  };
}

async function runCheck(check: HealthCheck, clock: Clock): Promise<string | null> {
  const limit = new AbortController();
  const tooLate = clock.sleep(CHECK_WITHIN_MS, limit.signal).then(() => `no answer within ${CHECK_WITHIN_MS} ms`);
  try {
    return await Promise.race([check.check(), tooLate]);
  } catch (error) {
    return error instanceof AppError ? error.code : 'the check failed';
  } finally {
    limit.abort();
  }
}

/** Ready when the database answers. It is opened after its migrations, so they are applied. */
export function databaseCheck(store: Store): HealthCheck {
  return { name: 'database', check: () => store.ping().then(() => null) };
}

/** A part that works in the background: it reports each time it got its work done, and is stuck when it stops reporting. */
export interface Heartbeat extends HealthCheck {
  beat(): void;
}

/** @param options.maxSilenceMs longer than its slowest round; counted from now on at first */
export function createHeartbeat(options: { name: string; clock: Clock; maxSilenceMs: number }): Heartbeat {
  const { name, clock, maxSilenceMs } = options;
  let last = clock.now().getTime();
  return {
    name,
    beat: () => {
      last = clock.now().getTime();
    },
    check: async () => {
      const silentMs = clock.now().getTime() - last;
      return silentMs <= maxSilenceMs ? null : `nothing done for ${Math.round(silentMs / 1_000)} s`;
    },
  };
}
