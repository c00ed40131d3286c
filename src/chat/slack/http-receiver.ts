/**
 * Slack's requests over HTTP, for Bolt. Ours instead of Bolt's own receiver, which takes requests from the future, 4 MB
 * bodies and no `charset` in a form's content type, and brings the process down on a signed `null` (an unhandled rejection).
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { App, Receiver } from '@slack/bolt';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { answer, readBody } from '../http-exchange.ts';
import { isFromSlack } from './verify-request.ts';

/** Slack's largest payloads (a message with all its blocks) are far below. */
const BODY_MAX_BYTES = 1024 * 1024;

export interface RequestsSeen {
  accepted: number;
  /** Too large, unsigned, out of time or malformed. */
  refused: number;
}

export interface HttpReceiver extends Receiver {
  /** Answers every request it is given; to be mounted where Slack sends them. */
  listener: RequestListener;
  requestsSeen(): RequestsSeen;
}

/** What a request comes to: a status with a body, or an event for Bolt. */
type Reading = { kind: 'answer'; status: number; body?: object } | { kind: 'event'; body: Record<string, unknown> };

export function createHttpReceiver(options: { signingSecret: string; clock: Clock; log: Log }): HttpReceiver {
  const { clock, log, signingSecret } = options;
  const seen: RequestsSeen = { accepted: 0, refused: 0 };
  let app: App | null = null;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await readBody(request, BODY_MAX_BYTES);
    const reading = raw === null ? settled(413) : read(request, raw, signingSecret, clock.now());
    if (reading.kind === 'answer') {
      if (reading.status >= 400) {
        seen.refused += 1;
        log.warn('Refused a request to the Slack endpoint', { platform: 'slack', status: reading.status });
      }
      return answer(response, reading.status, reading.body);
    }
    if (!app) return answer(response, 503);
    seen.accepted += 1;
    await pass(app, reading.body, request, response, log);
  }

  return {
    init: (bolt) => {
      app = bolt;
    },
    start: async () => {},
    stop: async () => {
      app = null;
    },
    requestsSeen: () => ({ ...seen }),
    listener: (request, response) => {
      handle(request, response).catch((err: unknown) => {
        // A caller who went away while sending is nobody's fault.
        if (!request.complete) return response.destroy();
        log.error('A request to the Slack endpoint failed', { platform: 'slack', err });
        answer(response, 500);
      });
    },
  };
}

/** Hands an event to Bolt. Slack gets its acknowledgement whatever happens there: an error is in our log, not in the chat. */
async function pass(
  app: App,
  body: Record<string, unknown>,
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
) {
  const ack = async (content?: unknown) => {
    if (!response.headersSent)
      answer(response, 200, typeof content === 'object' && content !== null ? content : undefined);
  };
  const retryNum = Number(request.headers['x-slack-retry-num']);
  try {
    await app.processEvent({ body, ack, ...(Number.isInteger(retryNum) ? { retryNum } : {}) });
  } catch (err) {
    log.error('A Slack request could not be handled', { platform: 'slack', err });
  }
  await ack();
}

function read(request: IncomingMessage, raw: string, signingSecret: string, now: Date): Reading {
  if (request.method !== 'POST') return settled(405);
  const form = isForm(request) ? new URLSearchParams(raw) : null;
  if (form && isSslCheck(form)) return settled(200);
  if (!isFromSlack(signingSecret, request.headers, raw, now)) return settled(401);
  const body = parse(raw, form);
  if (!body) return settled(400);
  if (body.type === 'url_verification') return { ...settled(200), body: { challenge: String(body.challenge) } };
  return { kind: 'event', body };
}

function settled(status: number): Reading & { kind: 'answer' } {
  return { kind: 'answer', status };
}

function isForm(request: IncomingMessage): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '');
}

/** Slack tests certificates with this one request and does not sign it. Anything beside it makes it a request like all. */
function isSslCheck(form: URLSearchParams): boolean {
  return form.get('ssl_check') === '1' && [...form.keys()].every((key) => key === 'ssl_check' || key === 'token');
}

const jsonObject = z.record(z.string(), z.unknown());

/** Interactions come as JSON in a form's `payload`, commands as the form itself, events as JSON. */
function parse(raw: string, form: URLSearchParams | null): Record<string, unknown> | null {
  const json = form ? form.get('payload') : raw;
  if (json === null) return form && Object.fromEntries(form);
  try {
    return jsonObject.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
