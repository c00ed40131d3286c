/** What becomes of a form that was sent: a lead and thanks, or the same page again with everything that was typed. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readOrigin } from '../../domain/forms/origin.ts';
import { readSubmission, type Suspicion } from '../../domain/forms/read-submission.ts';
import { toProblem } from '../error-handler.ts';
import type { AcceptLead } from '../lead-request.ts';
import { clientAddress } from './client-address.ts';
import type { TakeTurn } from './form-limits.ts';
import { type FormState, formPage, HONEYPOT, SWITCH, TOKEN } from './form-page.ts';
import { type FormTokens, LEAST_AGE_MS, type TokenCheck } from './form-token.ts';
import { NEVER_KEPT, sendPage } from './page.ts';
import { addressOf, type View } from './view.ts';

export interface ReceiveFormDeps {
  acceptLead: AcceptLead;
  tokens: FormTokens;
  takeTurn: TakeTurn;
  /** Throws the problem when too much is under way already. */
  guardLoad: () => void;
  trustProxy: boolean;
  reportError: (error: unknown, requestId: string) => void;
}

export type ReceiveForm = (request: FastifyRequest, reply: FastifyReply, view: View) => Promise<FastifyReply>;

/** Why the page comes again. */
interface Again {
  status: number;
  notice: FormState['notice'];
  mistakes?: FormState['mistakes'];
  headers?: Record<string, string>;
  /** Under the old one nothing can be sent any more. */
  newToken?: boolean;
}

export function createReceiveForm(deps: ReceiveFormDeps): ReceiveForm {
  return async (request, reply, view) => {
    const { form } = view;
    const sent = sentIn(request.body);
    const checked = deps.tokens.check(form.id, sent.get(TOKEN) ?? '');
    const again = await settle(deps, request, view, sent, checked);
    if (!again) return reply.code(303).headers(NEVER_KEPT).redirect(nextAddress(view), 303);
    const keepsToken = checked.kind === 'valid' && !again.newToken;
    const page = formPage(view, {
      // Whoever gets a new one has typed everything already, and may send at once.
      token: keepsToken ? (sent.get(TOKEN) ?? '') : deps.tokens.issue(form.id, LEAST_AGE_MS),
      typed: (name) => sent.get(name) ?? '',
      origin: readOrigin((name) => sent.get(name)),
      mistakes: again.mistakes ?? [],
      notice: again.notice,
    });
    return sendPage(request, reply, again.status, page, { ...NEVER_KEPT, ...again.headers });
  };
}

/** @returns `null` once the lead is stored */
async function settle(
  deps: ReceiveFormDeps,
  request: FastifyRequest,
  view: View,
  sent: URLSearchParams,
  checked: TokenCheck,
): Promise<Again | null> {
  const { form, language } = view;
  if (sent.has(SWITCH)) return { status: 200, notice: null };
  if (checked.kind === 'invalid') return { status: 422, notice: { message: 'again' } };
  const submission = readSubmission(form, (name) => sent.get(name) ?? undefined, {
    language,
    origin: readOrigin((name) => sent.get(name)),
    suspicion: suspicionOf(sent, checked.isFast),
  });
  if (!submission.ok) return { status: 422, notice: null, mistakes: submission.mistakes };
  // Whoever puts mistakes right is not held up: only what would be stored counts.
  const seconds = deps.takeTurn(form.id, clientAddress(request.raw, deps.trustProxy));
  if (seconds > 0) return tooMany(seconds);
  try {
    deps.guardLoad();
    await deps.acceptLead(submission.lead, checked.nonce, `form:${form.id}`);
    return null;
  } catch (error) {
    deps.reportError(error, request.id);
    return afterProblem(error);
  }
}

function sentIn(body: unknown): URLSearchParams {
  return new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
}

/** Kept with the lead, not refused: a person's browser may fill in what it should not, and screening has the last word. */
function suspicionOf(sent: URLSearchParams, isFast: boolean): Suspicion | null {
  if (sent.get(HONEYPOT)) return 'honeypot';
  return isFast ? 'too-fast' : null;
}

function tooMany(seconds: number): Again {
  return {
    status: 429,
    notice: { message: 'tooMany', values: { n: seconds } },
    headers: { 'retry-after': String(seconds) },
  };
}

/** Under the same token sending again is harmless, whatever became of the lead. @throws what no second try mends */
function afterProblem(error: unknown): Again {
  const problem = toProblem(error);
  // Sent before with other answers, as after going back in the browser: that may well be meant.
  if (problem.code === 'idempotency-key-reused') {
    return { status: 409, notice: { message: 'sentBefore' }, newToken: true };
  }
  const { status } = problem.body;
  if (status !== 503 && status !== 429) throw error;
  return { status: 503, notice: { message: 'away' }, headers: { 'retry-after': '5', ...problem.headers } };
}

/** A page in a frame cannot leave it by a redirect: there the page of thanks leads on. */
function nextAddress(view: View): string {
  const { form, isEmbedded } = view;
  return form.redirect && !isEmbedded ? form.redirect : addressOf(view, '/thanks');
}
