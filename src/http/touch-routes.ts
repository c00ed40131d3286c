/** `POST /v1/leads/{id}/touches`. Described in docs/http-api.md. */
import { createHash } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import type { DescribeLead } from '../app/describe-lead.ts';
import type { TouchLead, TouchOutcome } from '../app/touch-lead.ts';
import type { Credentials } from './credentials.ts';
import { createParseJson, decodeBody, readRaw } from './json-body.ts';
import { isLeadId } from './lead-id.ts';
import { idempotencyKeyOf, keyReused } from './lead-request.ts';
import { Problem } from './problem.ts';
import { readTouch } from './touch-request.ts';

/** A note of 500 characters and some words. */
const TOUCH_BYTES = 16 * 1024;

export interface TouchRoutesOptions {
  credentials: Credentials;
  describeLead: DescribeLead;
  /** `null` until the chats are connected, whose cards follow a touch. */
  touchLead: () => TouchLead | null;
  guardLoad: () => void;
}

export function touchRoutes({
  credentials,
  describeLead,
  touchLead,
  guardLoad,
}: TouchRoutesOptions): FastifyPluginAsync {
  return async (app) => {
    // Only the key: a signature covers the body and not the address, so that a touch could be replayed on any lead.
    app.addHook('onRequest', async ({ headers }) => {
      credentials.checkHeaders(headers, false);
      guardLoad();
      if (!headers['content-encoding']) return;
      throw new Problem('unsupported-media-type', { detail: 'Send the body without Content-Encoding.' });
    });
    app.removeAllContentTypeParsers();
    readRaw(app, 'application/json');
    const parseJson = createParseJson(app);
    app.post<{ Params: { id: string } }>(
      '/v1/leads/:id/touches',
      { bodyLimit: TOUCH_BYTES },
      async ({ params, body, headers }, reply) => {
        const record = touchLead();
        if (!record) throw starting();
        const text = decodeBody(body);
        const touch = readTouch(parseJson(text));
        const key = idempotencyKeyOf(headers);
        const requestHash = createHash('sha256').update(JSON.stringify(touch)).digest('hex');
        if (!isLeadId(params.id)) throw new Problem('lead-not-found');
        const outcome = await record(params.id.toLowerCase(), touch, key === undefined ? null : { key, requestHash });
        const problem = problemOf(outcome);
        if (problem) throw problem;
        if (outcome.kind === 'repeat') reply.header('idempotency-replayed', 'true');
        return describeLead(params.id.toLowerCase());
      },
    );
  };
}

function starting(): Problem {
  return new Problem('unavailable', {
    detail: 'Dibs has just been started and is not ready yet. Nothing was recorded.',
    headers: { 'retry-after': '1' },
  });
}

function problemOf(outcome: TouchOutcome): Problem | null {
  if (outcome.kind === 'key_reused') return keyReused();
  if (outcome.kind !== 'refused') return null;
  switch (outcome.because) {
    case 'unknown_lead':
      return new Problem('lead-not-found');
    case 'nobodys':
      return new Problem('lead-not-owned', { detail: 'Nobody has this lead now.' });
    case 'not_yours':
      return new Problem('lead-not-owned', { detail: 'The rep of this touch does not have the lead now.' });
    case 'erased':
      return new Problem('lead-closed', { detail: 'The lead was removed; nothing is kept of the person.' });
    case 'not_then':
      return invalid('at', 'Expected a moment since the lead is its owner’s, and not in time to come.');
    case 'no_reason':
      return invalid('reason', 'Needed for a lead that is lost.');
    default:
      return new Problem('lead-closed', { detail: 'It was won or lost. Set its stage back first.' });
  }
}

function invalid(field: string, message: string): Problem {
  return new Problem('invalid-touch', { errors: [{ field, message }] });
}
