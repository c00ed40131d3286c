/** What the lead API made of a lead: an id, or problem details (RFC 9457) with the fields they are about. */
import type { LeadAnswer } from '../lead-sender.ts';

export type Outcome =
  | { kind: 'sent'; id: string; status: string }
  | { kind: 'problem'; title: string; byField: Record<string, string> };

/** Reads the API's answer. */
export function outcomeOf({ status, body }: LeadAnswer): Outcome {
  const answer = typeof body === 'object' && body !== null ? { ...body } : {};
  const text = (key: string): string => (key in answer ? String(Reflect.get(answer, key)) : '');
  if (status >= 200 && status < 300) return { kind: 'sent', id: text('id'), status: text('status') };
  if (status === 0) return { kind: 'problem', title: 'The lead API does not answer.', byField: {} };
  const errors: unknown = Reflect.get(answer, 'errors');
  const byField = Object.fromEntries(
    (Array.isArray(errors) ? errors : []).map((error: { field?: unknown; message?: unknown }) => [
      String(error.field),
      String(error.message),
    ]),
  );
  const title = [text('title'), text('detail')].filter(Boolean).join('. ');
  return { kind: 'problem', title: title || `The lead API answered ${status}.`, byField };
}
