/** What forms say: in five languages alike, in the routing file's words first, and links told from text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseLanguage } from '../../../src/domain/forms/choose-language.ts';
import { ASKED_FIELDS } from '../../../src/domain/forms/form.ts';
import { hasBrokenLink, partsOf, withoutLinks } from '../../../src/domain/forms/links.ts';
import { MESSAGE_KEYS } from '../../../src/domain/forms/messages.ts';
import { createSay, OWN_LANGUAGES, ownLabel } from '../../../src/domain/forms/own-words.ts';

const holesOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe('our own words', () => {
  it('are there in 5 languages, with the same gaps to fill, and no exclamation marks', () => {
    expect(OWN_LANGUAGES).toEqual(['en', 'es', 'de', 'fr', 'pt']);
    for (const language of OWN_LANGUAGES) {
      const say = createSay(null, language);
      for (const key of MESSAGE_KEYS) {
        const { text } = say(key);
        expect(text, `${language} ${key}`).toMatch(/^[^!¡]{2,}$/);
        expect(holesOf(text), `${language} ${key}`).toEqual(holesOf(createSay(null, 'en')(key).text));
      }
      for (const field of ASKED_FIELDS) expect(ownLabel(field, language)).toBeTruthy();
    }
  });

  it('give way to the file’s, and are English, and say so, in a language that nobody speaks', () => {
    const form = { messages: { send: { it: 'Invia' } } };
    expect(createSay(form, 'it')('send')).toEqual({ text: 'Invia', language: 'it' });
    expect(createSay(form, 'it')('required')).toEqual({ text: 'Please fill this in.', language: 'en' });
    expect(createSay(form, 'de')('wrongMany', { n: 3 }).text).toBe('3 Angaben stimmen noch nicht');
  });
});

describe('the language of a page', () => {
  it.each<[asked: string | undefined, accepted: string | undefined, language: string]>([
    ['de', 'es', 'de'],
    ['de-AT', undefined, 'de'],
    ['fr', 'es-MX,es;q=0.9', 'es'],
    [undefined, 'fr;q=0.9, de;q=0.4, es;q=0.6', 'es'],
    [undefined, 'de;q=0, fr', 'en'],
    [undefined, '*', 'en'],
    ['../x', ';;q=x,,', 'en'],
    [undefined, undefined, 'en'],
  ])('asked for %s, accepted %s: %s', (asked, accepted, language) => {
    expect(chooseLanguage(['en', 'de', 'es'], asked, accepted)).toBe(language);
  });
});

describe('links in texts', () => {
  it('are told from text, and written out where nothing can be clicked', () => {
    const text = 'See the [privacy notice](https://acme.example/privacy).';
    expect(partsOf(text)).toEqual([
      { text: 'See the ', url: null },
      { text: 'privacy notice', url: 'https://acme.example/privacy' },
      { text: '.', url: null },
    ]);
    expect(withoutLinks(text)).toBe('See the privacy notice (https://acme.example/privacy).');
  });

  it.each(['[a](http://acme.example)', '[a](javascript:alert(1))', '[a](/x)', '[a]( https://acme.example )'])(
    '%s is none',
    (text) => {
      expect(hasBrokenLink(text)).toBe(true);
    },
  );

  it('lead to https addresses alone, whatever the text', () => {
    const piece = fc.constantFrom('[', ']', '(', ')', 'https://a.example', 'javascript:', '"', ' ', 'x', '\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        for (const { url } of partsOf(pieces.join('')))
          if (url !== null) expect(url).toMatch(/^https:\/\/[^\s"<>()]+$/);
      }),
    );
  });
});
