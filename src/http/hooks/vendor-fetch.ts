/** Asks a vendor's API: bounded in time and size, and never sent on to another address. */
import type { JsonValue } from '../../domain/sources/json-value.ts';

export type VendorAnswer =
  | { kind: 'answer'; status: number; body: JsonValue }
  /** No answer, not in time, or none that can be read. */
  | { kind: 'away' };

/** A hundred contacts with long notes are far below this. */
const MAX_BYTES = 4 * 1024 * 1024;

/** @param signal ends the wait */
export async function vendorFetch(url: URL, init: RequestInit, signal: AbortSignal): Promise<VendorAnswer> {
  try {
    // A redirect would take the token along.
    const response = await fetch(url, { ...init, redirect: 'error', signal });
    const text = await readText(response);
    return text === null ? { kind: 'away' } : { kind: 'answer', status: response.status, body: JSON.parse(text) };
  } catch {
    return { kind: 'away' };
  }
}

/** @returns `null` when it is too long */
async function readText(response: Response): Promise<string | null> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels the rest.
  for await (const piece of response.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > MAX_BYTES) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}
