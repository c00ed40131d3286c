/** Whether a failed call can have reached the other side: what never left may be tried again without a second thought. */

const NEVER_CONNECTED = new Set(
  (
    'ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH UND_ERR_CONNECT_TIMEOUT CERT_HAS_EXPIRED ' +
    'ERR_TLS_CERT_ALTNAME_INVALID DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE'
  ).split(' '),
);

/**
 * Looks through the causes: SDKs wrap fetch's error, which wraps the socket's, which may be several (one per address).
 * @returns whether the connection was never made, so that the request cannot have been read
 */
export function neverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(neverConnected);
  if ('code' in error && typeof error.code === 'string' && NEVER_CONNECTED.has(error.code)) return true;
  return neverConnected(error.cause);
}
