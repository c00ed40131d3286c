import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/domain/errors.ts';
import { createLog } from '../../../src/obs/log.ts';
import type { LogFields } from '../../../src/ports/log.ts';

const CANARY = 'quilla.zembra@vornado.example';

function logged(write: (log: ReturnType<typeof createLog>) => void, pretty = false): string {
  const lines: string[] = [];
  write(createLog({ level: 'trace', pretty, destination: { write: (line) => lines.push(line) } }));
  return lines.join('');
}

describe('createLog', () => {
  it('writes the fields of the list and nothing else', () => {
    const fields = { leadId: 'lead-1', ms: 12, email: CANARY, pool: { name: CANARY } } as unknown as LogFields;
    const line = JSON.parse(logged((log) => log.info('Lead stored', fields)));
    expect(line).toEqual({ level: 30, time: expect.any(String), leadId: 'lead-1', ms: 12, msg: 'Lead stored' });
  });

  it.each([false, true])('writes an error without its message, cause and extra properties (pretty: %s)', (pretty) => {
    const cause = Object.assign(new Error(`Key (email)=(${CANARY}) exists`), { code: '23505', detail: CANARY });
    const error = Object.assign(new TypeError(`cannot read\n    at ${CANARY}:1:1\n`, { cause }), { lead: CANARY });
    const text = logged((log) => log.error('Request failed', { err: error, requestId: 'r1' }), pretty);
    expect(text).not.toContain('vornado');
    expect(text).toContain('TypeError');
    expect(text).toContain('log.test.ts');
    expect(text).toContain('requestId');
    if (!pretty) expect(JSON.parse(text).error.cause).toMatchObject({ type: 'Error', code: '23505' });
  });

  it('writes the message of our own errors, with code and retry', () => {
    const error = new AppError('store_unreachable', 'the database does not answer', { retry: 'later' });
    const line = JSON.parse(logged((log) => log.warn('Not ready', { err: error })));
    expect(line.error).toMatchObject({
      type: 'AppError',
      code: 'store_unreachable',
      retry: 'later',
      message: 'the database does not answer',
    });
  });

  it('writes only the type of what is thrown and no error', () => {
    expect(JSON.parse(logged((log) => log.error('Failed', { err: CANARY }))).error).toEqual({ type: 'string' });
  });

  it('drops codes that are sentences, and cuts values at 200 characters', () => {
    const error = Object.assign(new Error('x'), { code: `no such user ${CANARY}` });
    expect(logged((log) => log.error('Failed', { err: error }))).not.toContain('vornado');
    expect(JSON.parse(logged((log) => log.info('Long', { code: 'x'.repeat(1_000) }))).code).toHaveLength(200);
  });

  it('writes one readable line for a person', () => {
    const text = logged((log) => log.info('Lead stored', { leadId: 'lead-1', ms: 12 }), true);
    expect(text).toMatch(/^\d\d:\d\d:\d\d INFO {2}Lead stored ms=12 leadId=lead-1\n$/);
  });

  it('keeps quiet below its level', () => {
    const lines: string[] = [];
    const log = createLog({ level: 'warn', destination: { write: (line) => lines.push(line) } });
    log.info('Not this');
    log.warn('This');
    expect(lines).toHaveLength(1);
  });
});
