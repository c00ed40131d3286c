import { describe, expect, it } from 'vitest';
import { parseLeadInput } from '../../../src/domain/lead-input.ts';
import { emailKind } from '../../../src/domain/screening/email-kind.ts';

describe('the kind of an e-mail address', () => {
  it.each([
    ['gmail.com', 'free-mail'],
    ['yahoo.co.uk', 'free-mail'],
    ['mail.yahoo.co.uk', 'free-mail'],
    ['gmx.ch', 'free-mail'],
    ['orange.fr', 'free-mail'],
    ['qq.com', 'free-mail'],
    ['mailinator.com', 'disposable'],
    ['some.mailinator.com', 'disposable'],
    ['quarry.example', 'company'],
    ['siemens.com', 'company'],
    ['stanford.edu', 'company'],
    ['nus.edu.sg', 'company'],
    ['alibaba.com', 'company'],
    ['notgmail.com', 'company'],
    ['gmail.com.quarry.example', 'company'],
    // Listed hosts end alike: what lies above a name that somebody can register is nobody's.
    ['acme.com.ar', 'company'],
  ])('at %s is %s', (host, kind) => {
    expect(emailKind({ email: `ines@${host}` })).toBe(kind);
  });

  it('is unknown without an address', () => {
    expect(emailKind({})).toBeNull();
  });

  it('tells the domain that a company is recognised by: neither free mail nor what is thrown away', () => {
    const domains = ['ines@gmx.ch', 'ines@x.mailinator.com', 'ines@mail.quarry.example', 'ines@nus.edu.sg'].map(
      (email) => {
        const parsed = parseLeadInput({ email });
        return parsed.ok ? parsed.attributes.domain : 'refused';
      },
    );
    expect(domains).toEqual([undefined, undefined, 'quarry.example', 'nus.edu.sg']);
  });
});
