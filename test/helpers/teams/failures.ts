/** Failures on demand: what a network and a busy Teams really do to a bot. */
import type { ConnectorAnswer } from './refusal.ts';

export interface Failure {
  /** Which calls: their path after the service URL with its query, decoded. All unless given. */
  path?: RegExp;
  /** e.g. `POST`. All unless given. */
  method?: string;
  /** `lost`: it is done, and the connection breaks before the answer. Else nothing is done, and this is the answer. */
  how: 'lost' | { status: number; retryAfter?: number; body?: unknown };
  /** How often; once unless given. */
  times?: number;
}

export interface Failures {
  add(failure: Failure): void;
  /** What is to happen to this call; `null`: nothing. */
  strike(method: string, path: string): 'lost' | ConnectorAnswer | null;
}

export function createFailures(): Failures {
  let armed: (Failure & { times: number })[] = [];
  return {
    add: (failure) => {
      armed.push({ times: 1, ...failure });
    },
    strike(method, path) {
      const hit = armed.find((one) => (one.method ?? method) === method && (one.path?.test(path) ?? true));
      if (!hit) return null;
      hit.times -= 1;
      armed = armed.filter(({ times }) => times > 0);
      return hit.how === 'lost' ? 'lost' : answerOf(hit.how);
    },
  };
}

function answerOf({ status, retryAfter, body }: Exclude<Failure['how'], 'lost'>): ConnectorAnswer {
  return {
    status,
    body: body ?? { error: { code: 'ServiceError', message: 'Unknown' } },
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  };
}
