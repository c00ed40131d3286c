import { describe, expect, it } from 'vitest';
import type { LeadInput } from '../../../src/domain/lead-input.ts';
import { parseLeadInput } from '../../../src/domain/lead-input.ts';
import { matchKeys } from '../../../src/domain/people/match-keys.ts';
import { SPELLINGS, spelled } from '../../helpers/spellings.ts';

function keysOf(lead: LeadInput): string[] {
  const parsed = parseLeadInput(lead);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return matchKeys(parsed.attributes);
}

describe('the keys of a lead', () => {
  it('are the same for one person in eight spellings, as far as each of them says who it is', () => {
    const known = new Set(keysOf(spelled(7, 0)));
    expect([...known]).toEqual(['email:anaruiz000007@gmail.com', 'phone:+34911000007']);
    for (let spelling = 1; spelling < SPELLINGS; spelling += 1) {
      const keys = keysOf(spelled(7, spelling));
      expect(keys.length).toBeGreaterThan(0);
      expect(keys.filter((key) => !known.has(key))).toEqual([]);
    }
  });

  it('tell two people of one provider apart, whatever follows the plus', () => {
    expect(keysOf({ email: 'ana+x@acme.example' })).toEqual(keysOf({ email: 'ana@acme.example' }));
    expect(keysOf({ email: 'a.na@acme.example' })).not.toEqual(keysOf({ email: 'ana@acme.example' }));
    expect(keysOf({ email: '+ana@acme.example' })).not.toEqual(keysOf({ email: '+bob@acme.example' }));
  });

  it('are one for both ways to write a host of letters beyond ASCII', () => {
    expect(keysOf({ email: 'ana@münchen.example' })).toEqual(keysOf({ email: 'ana@xn--mnchen-3ya.example' }));
  });

  it('are none for a telephone number that is no number', () => {
    expect(keysOf({ externalId: '1', phone: 'n/a' })).toEqual([]);
    expect(keysOf({ externalId: '1', phone: '0000' })).toEqual([]);
  });

  it('are the company of a lead that names nobody, and only of such a lead', () => {
    expect(keysOf({ externalId: '1', company: 'Acme', website: 'https://www.acme.example/about' })).toEqual([
      'domain:acme.example',
    ]);
    expect(keysOf({ externalId: '1', name: 'Ana', website: 'acme.example' })).toEqual([]);
    expect(keysOf({ email: 'ana@acme.example' })).toEqual(['email:ana@acme.example']);
  });
});
