/**
 * Sends leads to the public batch API and waits for their answers. Every item can be sent again without making a second
 * lead, so whatever may have failed on the way is simply sent again, with growing pauses.
 */
import { z } from 'zod';
import { cleanLine } from '../../domain/normalise/text.ts';
import type { Clock } from '../../ports/clock.ts';
import type { BatchItem } from './read-line.ts';

export type ItemAnswer =
  | { kind: 'new' }
  /** The server had this lead before. */
  | { kind: 'known' }
  | { kind: 'refused'; reason: string };

export interface BatchClientOptions {
  /** Where the server is, e.g. `http://127.0.0.1:3000`. */
  to: URL;
  /** The API key; `null`: none is sent. */
  key: string | null;
  fetch: typeof fetch;
  clock: Pick<Clock, 'sleep'>;
  /** Told of each pause, in words. */
  say: (notice: string) => void;
}

/** The import cannot go on; the message says why and what to do. */
export class ImportStopped extends Error {}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** Together with the pauses about five minutes, enough for a restart or a deployment. */
const ATTEMPTS = 15;
/** A batch takes a fraction of a second; a server that is silent for so long has lost it. */
const ANSWER_WITHIN_MS = 60_000;

const PROBLEM = z.object({
  type: z.string().default(''),
  title: z.string().default('Refused'),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
});
const ANSWER = z.object({
  items: z.array(
    z.object({
      index: z.int(),
      status: z.int(),
      replayed: z.boolean().default(false),
      problem: PROBLEM.optional(),
    }),
  ),
});

type Problem = z.infer<typeof PROBLEM>;
type AnsweredItem = z.infer<typeof ANSWER>['items'][number];

/** What came of one request. `again`: nothing is known of any item; `split`: too large for this server. */
type Attempt =
  | { kind: 'answered'; items: AnsweredItem[] }
  | { kind: 'again'; because: string; afterMs: number }
  | { kind: 'split' };

/**
 * @returns an answer per item, in order
 * @throws ImportStopped when the server refuses the whole request, or does not answer for about five minutes
 */
export async function sendBatch(items: readonly BatchItem[], options: BatchClientOptions): Promise<ItemAnswer[]> {
  const answers = new Map<BatchItem, ItemAnswer>();
  let waiting = items;
  for (let attempt = 1; waiting.length > 0; attempt++) {
    const result = await post(waiting, options);
    if (result.kind === 'split') return sendHalves(items, options);
    if (result.kind === 'answered') {
      for (const item of result.items) settle(item, waiting[item.index], answers);
      waiting = waiting.filter((item) => !answers.has(item));
    }
    if (waiting.length > 0) await pause(attempt, result, options);
  }
  return items.flatMap((item) => answers.get(item) ?? []);
}

function settle(answered: AnsweredItem, item: BatchItem | undefined, answers: Map<BatchItem, ItemAnswer>): void {
  if (!item || isTemporary(answered.status)) return;
  if (answered.problem || answered.status >= 400)
    answers.set(item, { kind: 'refused', reason: reasonOf(answered.problem) });
  else answers.set(item, { kind: answered.replayed || answered.status === 200 ? 'known' : 'new' });
}

async function sendHalves(items: readonly BatchItem[], options: BatchClientOptions): Promise<ItemAnswer[]> {
  if (items.length === 1) return [{ kind: 'refused', reason: 'The lead is larger than the server takes.' }];
  const middle = Math.ceil(items.length / 2);
  return [...(await sendBatch(items.slice(0, middle), options)), ...(await sendBatch(items.slice(middle), options))];
}

async function pause(attempt: number, result: Attempt, { clock, say }: BatchClientOptions): Promise<void> {
  const because = result.kind === 'again' ? result.because : 'it could not store some leads';
  if (attempt >= ATTEMPTS) throw new ImportStopped(`Gave up after ${ATTEMPTS} attempts: ${because}.`);
  const asked = result.kind === 'again' ? result.afterMs : 0;
  const ms = Math.min(LONGEST_PAUSE_MS, Math.max(asked, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
  say(`The server is not ready (${because}); trying again in ${ms / 1000} s.`);
  await clock.sleep(ms);
}

async function post(items: readonly BatchItem[], options: BatchClientOptions): Promise<Attempt> {
  let response: Response;
  let text: string;
  try {
    response = await request(items, options);
    text = await response.text();
  } catch (error) {
    return { kind: 'again', because: causeOf(error), afterMs: 0 };
  }
  const { status } = response;
  if (response.ok) return answered(jsonOf(text));
  if (status === 413) return { kind: 'split' };
  if (isTemporary(status)) return { kind: 'again', because: `answer ${status}`, afterMs: retryAfterMs(response) };
  throw new ImportStopped(refusalOf(status, jsonOf(text), options.to));
}

function request(items: readonly BatchItem[], { to, key, fetch }: BatchClientOptions): Promise<Response> {
  return fetch(`${to.href.replace(/\/$/, '')}/v1/leads/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: JSON.stringify(items),
    // The key must not follow a redirect to somebody else.
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a page of a proxy, say: no shape fits it
  }
}

function answered(body: unknown): Attempt {
  const answer = ANSWER.safeParse(body);
  if (answer.success) return { kind: 'answered', items: answer.data.items };
  throw new ImportStopped('The answer is not one of a Dibs server. Check the address: --to http://127.0.0.1:3000');
}

function isTemporary(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

/** Codes such as ECONNREFUSED; never a message, which may hold parts of what was sent. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error.name === 'TimeoutError' ? `no answer within ${ANSWER_WITHIN_MS / 1000} s` : 'no answer';
}

function refusalOf(status: number, body: unknown, to: URL): string {
  if (status === 401 || status === 403) {
    return 'The server does not let us in. Set DIBS_API_KEY to its API key (or give --key) and run the same command again.';
  }
  if (status === 404 || status < 400)
    return `There is no lead API at ${to.origin}. Check the address: --to http://127.0.0.1:3000`;
  const problem = PROBLEM.safeParse(body);
  return `The server refused the request (${status}). ${problem.success ? reasonOf(problem.data) : ''}`.trim();
}

function reasonOf(problem: Problem | undefined): string {
  if (!problem) return 'Refused by the server.';
  if (problem.type.endsWith(':idempotency-key-reused')) {
    return 'This line was imported before with another mapping or source. The lead that is there was not changed.';
  }
  const fields = problem.errors.map(({ field, message }) => `${field}: ${message}`).join(' ');
  return cleanLine(fields || (problem.detail ?? problem.title));
}
