/**
 * The token in each form's page: proof that the page came from us, for this form, and when. Its random part is the idempotency key
 * of what is sent with it, so that a double click makes one lead.
 */
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const TIME_BYTES = 6;
const NONCE_BYTES = 16;
const MAC_BYTES = 32;

/** Faster than any person, even one whose browser fills in everything. */
export const LEAST_AGE_MS = 2_000;

export const MOST_AGE_MS = 24 * 60 * 60_000;

/** Clocks of two instances differ by less. */
const MOST_AHEAD_MS = 60_000;

export type TokenCheck =
  | { kind: 'valid'; nonce: string; isFast: boolean }
  /** Too old, of another form, or none of ours. */
  | { kind: 'invalid' };

export interface FormTokens {
  /**
   * @param form its id
   * @param ageMs how old it is to be at once, so that whoever has filled the form in already need not wait
   */
  issue(form: string, ageMs?: number): string;
  check(form: string, token: string): TokenCheck;
}

/**
 * @param apiKey what the key is derived from, the same on every instance; `null`: a random one, for as long as the process lives
 * @param nowMs the time, in Unix milliseconds
 */
export function createFormTokens(apiKey: string | null, nowMs: () => number): FormTokens {
  const secret = apiKey ?? randomBytes(MAC_BYTES);
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'dibs form token 1', MAC_BYTES));
  const macOf = (form: string, content: Buffer) => createHmac('sha256', key).update(content).update(form).digest();
  return {
    issue: (form, ageMs = 0) => {
      const content = Buffer.concat([Buffer.alloc(TIME_BYTES), randomBytes(NONCE_BYTES)]);
      content.writeUIntBE(nowMs() - ageMs, 0, TIME_BYTES);
      return Buffer.concat([content, macOf(form, content)]).toString('base64url');
    },
    check: (form, token) => {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length !== TIME_BYTES + NONCE_BYTES + MAC_BYTES) return { kind: 'invalid' };
      const content = bytes.subarray(0, TIME_BYTES + NONCE_BYTES);
      if (!timingSafeEqual(macOf(form, content), bytes.subarray(content.length))) return { kind: 'invalid' };
      const age = nowMs() - content.readUIntBE(0, TIME_BYTES);
      if (age > MOST_AGE_MS || age < -MOST_AHEAD_MS) return { kind: 'invalid' };
      return { kind: 'valid', nonce: content.toString('base64url', TIME_BYTES), isFast: age < LEAST_AGE_MS };
    },
  };
}
