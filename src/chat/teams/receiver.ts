/**
 * Teams' requests over HTTP: `/api/messages`. Checked in this order: method, size, JSON, the shape of an activity, the token, the
 * tenant. Ours instead of the adapter's own, which answers a bad signature with 500, throws on `{}`, takes activities of any tenant, and
 * prints errors to the console.
 */
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Activity } from 'botbuilder';
import type { Log } from '../../ports/log.ts';
import { isLoopbackHost } from '../../system/loopback.ts';
import { answer, readBody } from '../http-exchange.ts';
import { readActivity, type TeamsActivity } from './activity.ts';
import type { BotAdapter, TeamsAccess } from './adapter.ts';
import type { HandleActivity } from './handlers.ts';

/** Teams' own limit for messages is 100 KB. */
const BODY_MAX_BYTES = 256 * 1024;

interface Parts {
  access: TeamsAccess;
  adapter: BotAdapter;
  /** `null`: not serving people yet. */
  handler: () => HandleActivity | null;
  log: Log;
}

interface Answer {
  status: number;
  body?: unknown;
}

export function createReceiver(parts: Parts): RequestListener {
  return (request, response) => {
    handle(parts, request)
      .then(({ status, body }) => {
        if (status >= 400) parts.log.warn('Refused a request to the Teams endpoint', { platform: 'teams', status });
        answer(response, status, body);
      })
      .catch((err: unknown) => {
        // A caller who went away while sending is nobody's fault.
        if (!request.complete) return response.destroy();
        parts.log.error('A request to the Teams endpoint failed', { platform: 'teams', err });
        answer(response, 500);
      });
  };
}

async function handle(parts: Parts, request: IncomingMessage): Promise<Answer> {
  if (request.method !== 'POST') return { status: 405 };
  // A web page can make a browser send anything but this type without asking first.
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return { status: 415 };
  const raw = await readBody(request, BODY_MAX_BYTES);
  if (raw === null) return { status: 413 };
  const body = parse(raw);
  const activity = readActivity(body);
  if (!activity) return { status: 400 };
  if (!isHere(parts.access, request, activity)) return { status: 403 };
  const handler = parts.handler();
  return handler ? turn(parts, request.headers.authorization ?? '', { body, activity }, handler) : { status: 503 };
}

/** Runs the activity once its token has been checked. */
async function turn(
  { access, adapter, log }: Parts,
  authorization: string,
  { body, activity }: { body: Record<string, unknown>; activity: TeamsActivity },
  handler: HandleActivity,
): Promise<Answer> {
  let outcome: Answer | null = null;
  try {
    await adapter.receive(authorization, toSdk(body, activity), async () => {
      outcome = isOurs(access, activity)
        ? { status: 200, body: (await handler(activity)) ?? undefined }
        : { status: 403 };
    });
  } catch (err) {
    // The turn itself does not throw, so that this is the token: forged, expired, of another app, or not there.
    if (outcome) throw err;
    log.debug('Teams token refused', { platform: 'teams', code: err instanceof Error ? err.name : 'unknown' });
    return { status: 401 };
  }
  return outcome ?? { status: 401 };
}

/** Microsoft signs requests of every tenant that has installed the app; only one is ours. */
function isOurs(access: TeamsAccess, { tenant, channelId }: TeamsActivity): boolean {
  if (channelId !== 'msteams') return false;
  return access.kind === 'insecure-local' || tenant.toLowerCase() === access.tenantId;
}

/** Without credentials nothing but this machine is believed: neither who asks, nor where answers are to go. */
function isHere(access: TeamsAccess, request: IncomingMessage, { serviceUrl }: TeamsActivity): boolean {
  if (access.kind !== 'insecure-local') return true;
  return isLoopbackHost(request.headers.host ?? '') && isLoopbackHost(new URL(serviceUrl).host);
}

/** The adapter wants its own type; it reads of it what `readActivity` has checked. */
function toSdk(body: Record<string, unknown>, { type, channelId, serviceUrl }: TeamsActivity): Activity {
  return Object.assign(Object.create(null), body, { type, channelId, serviceUrl });
}

function parse(raw: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
