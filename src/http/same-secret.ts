/** Compares secrets in a time that says nothing about them. */
import { createHash, timingSafeEqual } from 'node:crypto';

export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

/** Hashes make both sides equally long, which `timingSafeEqual` needs, and hide the secret's length. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
