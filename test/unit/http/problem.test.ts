import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROBLEMS, Problem } from '../../../src/http/problem.ts';

const DOCS = readFileSync(join(import.meta.dirname, '../../../docs/http-api.md'), 'utf8');

describe('Problem', () => {
  it('is documented with its status, each code exactly once, and no code is documented that is gone', () => {
    const documented = [...DOCS.matchAll(/^\| `([a-z-]+)` \| (\d{3}) \|/gm)].map(
      ([, code, status]) => `${code} ${status}`,
    );
    const existing = Object.entries(PROBLEMS).map(([code, { status }]) => `${code} ${status}`);
    expect(documented.sort()).toEqual(existing.sort());
  });

  it('has the members of RFC 9457, and leaves out what it has nothing to say on', () => {
    expect(new Problem('lead-not-found').body).toEqual({
      type: 'urn:dibs:problem:lead-not-found',
      title: 'There is no such lead',
      status: 404,
    });
    const errors = [{ field: 'email', message: 'is missing' }];
    expect(new Problem('invalid-lead', { detail: 'Why', errors }).body).toMatchObject({ detail: 'Why', errors });
  });
});
