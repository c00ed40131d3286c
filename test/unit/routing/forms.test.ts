/** Forms in routing files: what each notation becomes, and each mistake at its line and column. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contrastWithWhite } from '../../../src/config/routing/contrast.ts';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';
import { formatProblems } from '../../../src/config/routing/problem.ts';
import { EVERY_KIND, fileWithForms, formOf } from '../../helpers/forms.ts';

/** Without the line, which is the same wherever the form is on one. */
function problemsOf(forms: string): string[] {
  const result = parseRoutingFile(fileWithForms(forms));
  return result.ok ? [] : formatProblems('', result.problems).replaceAll(/^:/gm, '').split('\n');
}

const formWith = (rest: string) => `  - { id: a, title: A, ${rest} }`;
const withField = (field: string) => formWith(`fields: [email, ${field}]`);
const inTwo = (rest: string) => `  - { id: a, languages: [en, de], title: { en: A, de: B }, ${rest} }`;

describe('a form', () => {
  it('needs an id, a title and fields; everything else is as usual', () => {
    expect(formOf('  - { id: contact, title: Talk to us, fields: [name, email, country, message] }')).toMatchObject({
      id: 'contact',
      languages: ['en'],
      title: { en: 'Talk to us' },
      fields: [
        { field: 'name', kind: 'text', label: { en: 'Name' }, required: false },
        { field: 'email', kind: 'email', label: { en: 'E-mail' } },
        { field: 'country', kind: 'select', options: [] },
        { field: 'message', kind: 'textarea' },
      ],
      consent: null,
      redirect: null,
      source: 'contact',
      allow: [],
    });
  });

  it('has our names of lead fields in each of its languages, and a select where there are options', () => {
    const { fields } = formOf(EVERY_KIND);
    expect(fields[0]?.label).toEqual({ en: 'First name', de: 'Vorname' });
    expect(fields.find(({ field }) => field === 'product')).toMatchObject({
      kind: 'select',
      options: [
        { value: 'basic', label: null },
        { value: 'pro', label: { en: 'The good one', de: 'Das gute' } },
      ],
    });
  });

  it('takes languages by name, countries by name, and origins without their slash', () => {
    const form = formOf(
      formWith('languages: [German], fields: [email], country: Spain, allow: ["https://www.acme.example/"]'),
    );
    expect(form).toMatchObject({
      languages: ['de'],
      title: { de: 'A' },
      country: 'ES',
      allow: ['https://www.acme.example'],
    });
  });
});

describe('a form that is refused', () => {
  it.each<[title: string, forms: string, problems: string[]]>([
    [
      'two with one id',
      `${formWith('fields: [email]')}\n${formWith('fields: [email]')}`,
      ['11:11 forms[1].id: is the same as that of forms[0]'],
    ],
    ['no fields', '  - { id: a, title: A }', ['10:5 forms[0].fields: is missing; for example [ name, email ]']],
    [
      'an unknown lead field',
      withField('phnoe'),
      ['10:40 forms[0].fields[1]: there is no lead field "phnoe"; did you mean phone?'],
    ],
    [
      'an unknown lead field, in the long form',
      withField('{ field: sort }'),
      [
        '10:49 forms[0].fields[1].field: there is no lead field "sort"; use email, firstName, lastName, name, phone, jobTitle, company, website, employees, industry, language, country, region, city, postalCode, product, revenue, source, campaign, message or custom.<name>',
      ],
    ],
    [
      'an id that a stranger could choose',
      withField('externalId'),
      [
        '10:40 forms[0].fields[1]: externalId is what systems call a lead, and no stranger may choose it; use custom.<name>',
      ],
    ],
    [
      'consent among the fields',
      withField('consent'),
      ['10:40 forms[0].fields[1]: consent is no field: write consent: { text: … } beside fields'],
    ],
    [
      'a field that Dibs fills in',
      withField('custom.suspicion'),
      ['10:40 forms[0].fields[1]: Dibs fills custom.suspicion in by itself; use another name'],
    ],
    ['a field twice', withField('email'), ['10:40 forms[0].fields[1]: asks for email a second time: fields[0] has it']],
    [
      'neither email nor phone',
      formWith('fields: [name]'),
      ['10:32 forms[0].fields: asks for neither email nor phone, so that nobody could answer; add one of them'],
    ],
    [
      'a kind that is none',
      withField('{ field: company, kind: selct }'),
      [
        '10:64 forms[0].fields[1].kind: must be text, email, tel, number, textarea, select, checkbox or hidden, not "selct"; did you mean select?',
      ],
    ],
    [
      'a kind that does not suit the field',
      withField('{ field: phone, kind: textarea }'),
      ['10:62 forms[0].fields[1].kind: phone cannot be a textarea; use tel'],
    ],
    [
      'a select without options',
      withField('{ field: product, kind: select }'),
      [
        '10:40 forms[0].fields[1].options: is missing: a select needs something to choose from; for example [ basic, pro ]',
      ],
    ],
    [
      'an empty list of options',
      withField('{ field: product, options: [] }'),
      ['10:67 forms[0].fields[1].options: must not be empty'],
    ],
    [
      'an option twice',
      withField('{ field: product, options: [a, { value: a }] }'),
      ['10:71 forms[0].fields[1].options[1]: is the same as options[0]'],
    ],
    [
      'an option that no lead can have',
      withField('{ field: employees, options: [1-10, plenty] }'),
      [
        '10:76 forms[0].fields[1].options[1]: no lead can have this as its employees. Expected a whole number such as 250, or a range such as 51-200 or 1000+.',
      ],
    ],
    [
      'a country by name among the options',
      withField('{ field: country, options: [Spain] }'),
      ['10:68 forms[0].fields[1].options[0]: must be an ISO code such as ES; for "Spain" that is ES'],
    ],
    [
      'options of a text',
      withField('{ field: product, kind: text, options: [a] }'),
      ['10:79 forms[0].fields[1].options: is for a select, and this is a text'],
    ],
    [
      'a hidden field of nothing',
      withField('{ field: custom.a, kind: hidden }'),
      [
        '10:40 forms[0].fields[1]: a hidden field has either a value, or query: the parameter of the page’s address that has it',
      ],
    ],
    [
      'a hidden field that is required',
      withField('{ field: custom.a, kind: hidden, value: b, required: true }'),
      ['10:93 forms[0].fields[1].required: nobody can fill in a hidden field'],
    ],
    [
      'a value of a field that is shown',
      withField('{ field: company, value: Acme }'),
      ['10:65 forms[0].fields[1].value: is for hidden fields only'],
    ],
    [
      'a custom field without a name',
      withField('custom.seats'),
      ['10:40 forms[0].fields[1].label: is missing: the name of custom.seats; add label: …'],
    ],
    [
      'a language that we do not speak',
      formWith('languages: [it], fields: [email]'),
      ['10:50 forms[0].fields[0].label: is missing: the name in it, which Dibs does not speak; add label: …'],
    ],
    [
      'a language that there is not',
      formWith('languages: [xx], fields: [email]'),
      ['10:36 forms[0].languages[0]: there is no language "xx"; use an ISO 639-1 code such as es'],
    ],
    [
      'a text in one of two languages',
      inTwo('fields: [email], thanks: { en: Thanks }'),
      ['10:85 forms[0].thanks: is not said in de'],
    ],
    [
      'a text that is the same in both',
      inTwo('fields: [email], button: Go'),
      ['10:85 forms[0].button: must be said in each language of the form: { en: …, de: … }'],
    ],
    [
      'a text in a language that the form has not',
      inTwo('fields: [email], text: { en: a, de: b, fr: c }'),
      ['10:99 forms[0].text.fr: the form has no language "fr"; add it to languages, or leave this out'],
    ],
    [
      'a link that is none',
      formWith('fields: [email], text: "[a](http://acme.example)"'),
      ['10:47 forms[0].text: has a link that is none: write it as [words](https://acme.example/page)'],
    ],
    [
      'a way on that is not encrypted',
      formWith('fields: [email], redirect: "http://acme.example/"'),
      ['10:51 forms[0].redirect: must be an absolute address such as https://acme.example/thanks'],
    ],
    [
      'a page where an origin belongs',
      formWith('fields: [email], allow: [https://acme.example/page]'),
      ['10:49 forms[0].allow[0]: must be an origin without a path, such as https://www.acme.example'],
    ],
    [
      'a colour on which nobody could read',
      formWith('fields: [email], accent: "#ffdd00"'),
      ['10:49 forms[0].accent: is too light for white text: a contrast of 1.3, and at least 4.5 is needed'],
    ],
    [
      'a message that there is not',
      formWith('fields: [email], messages: { requird: Go }'),
      ['10:53 forms[0].messages.requird: there is no key "requird" here; did you mean required?'],
    ],
  ])('has %s', (_, forms, problems) => {
    expect(problemsOf(forms)).toEqual(problems);
  });

  it('tells all mistakes of a form at once', () => {
    const found = problemsOf(
      '  - { id: "a b", title: 5, languages: [en, de], fields: [phnoe, { field: custom.a, lable: A }] }',
    );
    expect(found.map((problem) => problem.replace(/^\S+ (\S+):.*/, '$1'))).toEqual([
      'forms[0].id',
      'forms[0].title',
      'forms[0].fields',
      'forms[0].fields[0]',
      'forms[0].fields[1].label',
      'forms[0].fields[1].lable',
    ]);
  });
});

describe('forms in the documentation', () => {
  it.each(['forms.md', 'routing-file.md'])('of docs/%s are accepted without a warning', (file) => {
    const text = readFileSync(join(import.meta.dirname, '../../../docs', file), 'utf8');
    const examples = [...text.matchAll(/```yaml\nforms:\n(.*?)```/gs)].map(([, forms = '']) => forms);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(parseRoutingFile(fileWithForms(example))).toMatchObject({ warnings: [] });
  });
});

describe('the contrast of a colour with white', () => {
  it.each([
    ['#000000', 21],
    ['#ffffff', 1],
    ['#767676', 4.54],
  ])('%s has %d', (colour, contrast) => {
    expect(contrastWithWhite(colour)).toBeCloseTo(contrast, 2);
  });
});
