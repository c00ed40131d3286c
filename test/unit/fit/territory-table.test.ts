import { describe, expect, it } from 'vitest';
import { createFit } from '../../../src/domain/fit/fit.ts';
import { parseTerritories } from '../../../src/domain/fit/territory-table.ts';

const CONTEXT = {
  reps: [
    { id: 'ana', email: 'ana@acme.example' },
    { id: 'bob', email: 'bob@acme.example' },
  ],
  pools: ['iberia', 'world'],
};

const parse = (...lines: string[]) => parseTerritories(lines.join('\n'), CONTEXT);

/** The one problem of a row below a header. */
function problemOf(header: string, row: string): string {
  const { problems } = parse(header, row);
  expect(problems.map(({ line }) => line)).toEqual([2]);
  return problems[0]?.message ?? '';
}

describe('a territory table', () => {
  it('is read with columns in any order, by the names that exports give them', () => {
    const { byRep, problems, warnings } = parse(
      'Zip To;Country/Region;Owner Email;ZIP From;State/Province;Product Interest;Language;Team',
      '28999;Spain;ANA@acme.example;28000;;;;',
      ';USA;bob;;California;Pro;Spanish;Iberia',
    );
    expect(problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(Object.fromEntries(byRep)).toEqual({
      ana: [{ country: 'ES', postalFrom: '28000', postalTo: '28999' }],
      bob: [{ country: 'US', region: 'US-CA', product: 'Pro', language: 'es', pool: 'iberia' }],
    });
  });

  it('becomes what a rep takes: any of the rows, each of them whole', () => {
    const { byRep } = parse('rep,country,postal code', 'ana,ES,28', 'ana,PT,');
    const fit = createFit({ territories: byRep.get('ana') ?? [] });
    const fits = (country: string, postalCode: string) => fit.misfits({ country, postalCode, custom: {} }).length === 0;
    expect([fits('ES', '28013'), fits('ES', '41001'), fits('PT', '41001')]).toEqual([true, false, true]);
  });

  it('takes groups and lists of countries, and lists and ranges of postal codes in one cell', () => {
    const { byRep, problems } = parse(
      'rep,country,zip',
      'ana,DACH,',
      'ana,"ES, PT",',
      'bob,FR,"75; 92000-92999"',
      'bob,"Korea, Republic of",',
      'bob,PT,1000-001',
    );
    expect(problems).toEqual([]);
    expect(byRep.get('ana')).toEqual(['AT', 'CH', 'DE', 'ES', 'PT'].map((country) => ({ country })));
    expect(byRep.get('bob')).toEqual([
      { country: 'FR', postalPrefix: '75' },
      { country: 'FR', postalFrom: '92000', postalTo: '92999' },
      { country: 'KR' },
      { country: 'PT', postalPrefix: '1000-001' },
    ]);
  });

  it.each([
    ['rep,country', 'anna@acme.example,ES', 'there is no rep “anna@acme.example”; did you mean ana@acme.example?'],
    ['rep,country', 'zoe,ES', 'there is no rep “zoe”; use an id or e-mail address of the routing file'],
    ['rep,country', ',ES', 'the row does not say whose territory it is; give a rep’s id or e-mail address'],
    ['rep,country', 'ana,Spian', 'there is no country “Spian”; did you mean ES (Spain)?'],
    ['rep,country', 'ana,NA', 'NA can mean two things: write Namibia for the country, or NORAM for North America'],
    ['rep,country,from zip,to zip', 'ana,ES,28999,28000', '28999-28000 is upside down; write 28000-28999'],
    ['rep,country,from zip,to zip', 'ana,ES,28000,', 'a range needs both ends, such as 28000-28999'],
    ['rep,country,zip', 'ana,ES,28999-28000', '28999-28000 is upside down; write 28000-28999'],
    ['rep,region', 'ana,California', '“California” needs its country beside it, or a whole code such as US-CA'],
    ['rep,country,region', 'ana,CA,US-CA', 'US-CA is not in CA; correct one of the two'],
    ['rep,country,region', 'ana,US,Califronia', 'US has no region “Califronia”; did you mean US-CA (California)?'],
    ['rep,country,region', 'ana,"US, CA",Ontario', 'one region cannot lie in 2 countries; one row each'],
    [
      'rep,country,language',
      'ana,ES,klingonish',
      'there is no language “klingonish”; use a code such as es, or its name',
    ],
    ['rep,country,pool', 'ana,ES,iberai', 'there is no pool “iberai”; did you mean iberia?'],
    [
      'rep,country,pool',
      'ana,,iberia',
      'the row says nothing but whose it is, which would be every lead; give a country, region or postal code',
    ],
    [
      'rep,country',
      'ana,Korea, Republic of',
      'the row has more cells than the header; put quotation marks around cells with a delimiter in them',
    ],
  ])('%s with %s is told what would be right', (header, row, problem) => {
    expect(problemOf(header, row)).toBe(problem);
  });

  it('a region code brings its country along', () => {
    expect(parse('rep,state', 'ana,us-ca').byRep.get('ana')).toEqual([{ region: 'US-CA', country: 'US' }]);
  });

  it('an unknown region stays as written, with a warning', () => {
    const { byRep, warnings } = parse('rep,country,region', 'ana,ES,The lovely south');
    expect(byRep.get('ana')).toEqual([{ country: 'ES', region: 'The lovely south' }]);
    expect(warnings).toHaveLength(1);
  });

  it('rows with a problem are left out, the others are read', () => {
    const { byRep, problems } = parse('rep,country', 'ana,ES', 'ana,Atlantis', 'bob,PT');
    expect([...byRep.keys()]).toEqual(['ana', 'bob']);
    expect(problems.map(({ line }) => line)).toEqual([3]);
  });

  it('lines are those of the file: a quoted line break, an empty line and an empty row count', () => {
    const { problems, warnings } = parse('rep,country', '"ana","Sp', 'xin"', '', ',', 'zoe,ES', ',', ',');
    expect(problems.map(({ line }) => line)).toEqual([2, 6]);
    expect(warnings).toEqual([{ line: 5, message: 'the row is empty; delete it, or fill it in' }]);
  });

  it('a quotation mark that is never closed is told with its line, and what comes before is read', () => {
    const { byRep, problems } = parse('rep,country', 'ana,ES', 'bob,"PT', 'bob,FR');
    expect(byRep.get('ana')).toEqual([{ country: 'ES' }]);
    expect(problems).toEqual([
      { line: 3, message: 'a quotation mark opens a cell and is never closed: nothing from here on is read' },
    ]);
  });

  it('headers that cannot be used are told at once', () => {
    expect(parse('country,zip', 'ES,28').problems.map(({ message }) => message)).toEqual([
      'no column says whose territory it is; name one “rep”, with ids or e-mail addresses',
    ]);
    expect(parse('rep,owner,zip from', 'ana,ana,28').problems).toHaveLength(2);
    expect(parse('rep,pool', 'ana,world').problems.map(({ message }) => message)).toEqual([
      'no column says which leads; name one “country”, “region” or “postal code”',
    ]);
    expect(parse('').problems).toEqual([{ line: 1, message: 'the file is empty' }]);
  });

  it('a column that is not read is warned about, with the name it may be meant for', () => {
    const { warnings } = parse('rep,country,Manager,Postl code', 'ana,ES,Maya,28');
    expect(warnings.map(({ message }) => message)).toEqual([
      'column “Manager” is not read',
      'column “Postl code” is not read; if it is the “postal code”, call it so, else territories are larger than meant',
    ]);
  });

  it('a row that is there twice counts once, with a warning', () => {
    const { byRep, warnings } = parse('rep,country', 'ana,ES', 'bob,FR', 'ANA,Spain');
    expect(byRep.get('ana')).toEqual([{ country: 'ES' }]);
    expect(warnings).toEqual([{ line: 4, message: 'repeats line 2; delete one of them' }]);
  });

  it('a byte order mark and Windows line ends do no harm', () => {
    const { byRep, problems } = parseTerritories('\ufeffrep\tcountry\r\nana\tES\r\n', CONTEXT);
    expect(problems).toEqual([]);
    expect(byRep.get('ana')).toEqual([{ country: 'ES' }]);
  });
});

describe('territories of two reps that overlap', () => {
  const HEADER = 'rep,country,region,zip,product,pool';

  it.each([
    ['ES,,,,', 'ES,,28,,', true],
    ['ES,,28000-28999,,', 'ES,,28500-29999,,', true],
    ['ES,,28000-28999,,', 'ES,,29000-29999,,', false],
    ['ES,,28,,', 'PT,,28,,', false],
    [',,28,,', 'PT,,281,,', true],
    ['US,CA,,,', 'US,,94105,,', true],
    ['US,CA,,,', 'US,NV,,,', false],
    ['FR,Île-de-France,,,', 'FR,Paris,,,', true],
    ['FR,Île-de-France,,,', 'FR,Bretagne,,,', false],
    ['GB,,E1,,', 'GB,,E10,,', false],
    ['ES,,,Pro,', 'ES,,,Basic,', false],
    ['ES,,,Pro,', 'ES,,,,', true],
    ['ES,,,,iberia', 'ES,,,,world', false],
  ])('%s against %s: %s', (first, second, expected) => {
    expect(parse(HEADER, `ana,${first}`, `bob,${second}`).warnings).toHaveLength(expected ? 1 : 0);
    expect(parse(HEADER, `ana,${second}`, `bob,${first}`).warnings).toHaveLength(expected ? 1 : 0);
    expect(parse(HEADER, `ana,${first}`, `ana,${second}`).warnings).toEqual([]);
  });

  it('the warning names both reps, both territories and both lines', () => {
    expect(parse(HEADER, 'ana,ES,,28,,', 'bob,Spain,,28000-28100,,').warnings).toEqual([
      {
        line: 3,
        message: 'bob (ES 28000-28100) and ana (ES 28, line 2) overlap: leads that lie in both go to either',
      },
    ]);
  });

  it('50 are listed, then it says that there are more', () => {
    const rows = Array.from({ length: 20 }, (_, i) => [`ana,ES,,${10 + i},,`, `bob,ES,,,p${i},`]).flat();
    const { warnings } = parse(HEADER, ...rows);
    expect(warnings).toHaveLength(51);
    expect(warnings.at(-1)?.message).toBe('more than 50 rows overlap; the rest is not listed');
  });

  it('20,000 rows that do not overlap are checked without comparing each with each', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i % 2 ? 'ana' : 'bob'},ES,,${10_000 + i},,`);
    const { byRep, problems, warnings } = parse(HEADER, ...rows);
    expect([byRep.get('ana')?.length, problems, warnings]).toEqual([10_000, [], []]);
  });
});
