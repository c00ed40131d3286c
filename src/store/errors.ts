/**
 * Translates what the database, its drivers and Prisma throw into `AppError`. Their messages quote values of leads, so only
 * codes and names of constraints are taken over; the original goes along as the cause.
 */
import { AppError } from '../domain/errors.ts';

/** What PostgreSQL said, through whichever layer it came. */
export interface SqlFailure {
  /** SQLSTATE, five characters. */
  state: string;
  /** The constraint that was violated, where it was one. */
  constraint: string | null;
}

export const UNIQUE_VIOLATION = '23505';

/** SQLSTATEs after which nothing was done and trying again can help, by their beginning. */
const TRY_AGAIN = [
  '40', // deadlock, serialisation failure
  '55P03', // lock not available in time
  '57', // shutting down, starting up, cancelled
  '53', // too many connections, out of memory or disk
  '25P03', // idle in transaction for too long
];

const CONNECTION_STATE = '08';

/** Node's codes for a connection that never came about: the statement was not sent. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ENOENT', 'EAI_AGAIN', 'EHOSTUNREACH']);

/** Node's codes, pg's texts (which have no code) and Prisma's kinds for a connection that broke: it may have been done. */
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const NOT_CONNECTED_TEXT =
  /timeout exceeded when trying to connect|is not queryable|Cannot use a pool after|PGlite is clos/i;
const BROKEN_TEXT = /connection terminated/i;
const NOT_CONNECTED_KIND = 'DatabaseNotReachable';
const BROKEN_KINDS = new Set(['ConnectionClosed', 'SocketTimeout']);
/** Prisma: no transaction in time · transaction over. */
const PRISMA_TIMEOUT = 'P2028';

/**
 * @returns an `AppError` for anything the database is behind, with `later`, `ambiguous` or `never`; others as they are, since they
 *   are faults of our own or come from the caller's work inside a transaction
 */
export function toAppError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const failure = sqlFailure(error);
  if (failure && !failure.state.startsWith(CONNECTION_STATE)) return refused(failure, error);
  if (isNotConnected(error)) {
    return new AppError('database_unreachable', 'the database cannot be reached', { retry: 'later', cause: error });
  }
  if (failure || isBroken(error)) {
    return new AppError('database_connection_lost', 'the connection to the database broke', {
      retry: 'ambiguous',
      cause: error,
    });
  }
  if (property(error, 'code') === PRISMA_TIMEOUT) {
    return new AppError('database_busy', 'the database had no time for a transaction', {
      retry: 'later',
      cause: error,
    });
  }
  return error;
}

function refused({ state, constraint }: SqlFailure, cause: unknown): AppError {
  const again = TRY_AGAIN.some((beginning) => state.startsWith(beginning));
  const about = constraint ? `${state}, ${constraint}` : state;
  return again
    ? new AppError('database_busy', `the database gave up (${about})`, { retry: 'later', cause })
    : new AppError('database_refused', `the database refused a statement (${about})`, { retry: 'never', cause });
}

/** @returns `null` when the error does not come from PostgreSQL */
export function sqlFailure(error: unknown): SqlFailure | null {
  const adapter = adapterError(error);
  const state = adapter ? property(adapter, 'originalCode') : property(error, 'code');
  if (typeof state !== 'string' || !/^[0-9A-Z]{5}$/.test(state)) return null;
  if (!adapter && property(error, 'severity') === undefined) return null;
  const message = adapter ? property(adapter, 'originalMessage') : property(error, 'message');
  // Each layer has its own idea of where the constraint's name is; PostgreSQL's sentence is the same everywhere.
  return { state, constraint: /constraint "([^"]+)"/.exec(String(message))?.[1] ?? null };
}

function isNotConnected(error: unknown): boolean {
  const adapter = adapterError(error);
  if (adapter) return property(adapter, 'kind') === NOT_CONNECTED_KIND;
  return NOT_CONNECTED.has(String(property(error, 'code'))) || NOT_CONNECTED_TEXT.test(messageOf(error));
}

function isBroken(error: unknown): boolean {
  const adapter = adapterError(error);
  if (adapter) return BROKEN_KINDS.has(String(property(adapter, 'kind')));
  return BROKEN.has(String(property(error, 'code'))) || BROKEN_TEXT.test(messageOf(error));
}

function messageOf(error: unknown): string {
  return String(property(error, 'message'));
}

/** What a Prisma driver adapter reports: bare, or inside the error of the Prisma client. */
function adapterError(error: unknown): unknown {
  const inner = property(property(error, 'meta'), 'driverAdapterError') ?? error;
  return property(inner, 'name') === 'DriverAdapterError' ? property(inner, 'cause') : undefined;
}

function property(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}
