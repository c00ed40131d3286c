/**
 * A digest as a card that is read on a phone in half a minute: one sentence, the figures against those of the period before, the leads by
 * day, a line for each rep, and what needs somebody. Nothing of any lead is on it.
 */
import type { Card, CardChart, CardField, CardTable } from '../card.ts';
import { cameIn, type Digest, type RepFairness } from './digest.ts';
import { type FigureRow, type Figures, taken, withinShare } from './figures.ts';
import { counted, difference, inTime, money, number, orDash, percent, signedLeads } from './words.ts';

export function digestCard(digest: Digest): Card {
  const { period, of } = digest;
  const charts = chartsOf(digest);
  const table = tableOf(digest);
  const sentence = headline(digest);
  return {
    summary: `${period.title}: ${sentence}`,
    title: `${period.title} · ${of}`,
    tone: 'report',
    fields: [
      { label: 'In short', value: sentence },
      ...figureFields(digest),
      ...attention(digest),
      ...unequal(digest),
      ...experiments(digest),
    ],
    ...(charts.length > 0 ? { charts } : {}),
    ...(table ? { table } : {}),
    footer: [{ text: `Compared with ${period.beforeTitle}` }, { text: `Days are those of ${period.timezone}` }],
    actions: [],
  };
}

/** Whose share is furthest from what the rotation owed them, and why; the table has everybody's difference. */
const UNEQUAL_TOLD = 3;

function unequal({ fairness, nameOf }: Digest): CardField[] {
  return fairness
    .toSorted((a, b) => Math.abs(b.received - b.entitled) - Math.abs(a.received - a.entitled))
    .slice(0, UNEQUAL_TOLD)
    .flatMap((row) => {
      const why = whyUnequal(row);
      return why === null ? [] : [{ label: `Share of ${nameOf(row.rep)}`, value: why }];
    });
}

function experiments(digest: Digest): CardField[] {
  return digest.experiments.map(({ name, says }) => ({ label: `Experiment ${name}`, value: says }));
}

/** `42 leads came in, 38 taken, 35 answered: half of them within 4 min (3 min faster than the week before).` */
export function headline({ total, before, own, pools, period }: Digest): string {
  const [now, then] = own ? [own.now, own.before] : [total, before];
  const leads = own ? taken(now) : cameIn(now, pools);
  const earlier = own ? taken(then) : cameIn(then, pools);
  if (leads === 0 && taken(now) === 0) {
    const none = own ? 'You took no leads' : 'No leads came in';
    return `${none}; ${period.beforeTitle} it was ${earlier === 0 ? 'none either' : number(earlier)}.`;
  }
  const first = own
    ? `You took ${counted(leads, 'lead')}`
    : `${upper(counted(leads, 'lead'))} came in, ${number(taken(now))} taken`;
  return `${first}${answered(now, then, period.beforeTitle)}.`;
}

function answered(now: Figures, then: Figures, beforeTitle: string): string {
  const { median, answered: count } = now.response;
  if (median === null) return ', none answered yet';
  const was = then.response.median;
  const change = was === null ? null : was - median;
  const compared =
    change === null || inTime(Math.abs(change)) === '0 s'
      ? ''
      : ` (${inTime(Math.abs(change))} ${change > 0 ? 'faster' : 'slower'} than ${beforeTitle})`;
  const half = count === 1 ? '' : 'half of them ';
  return `, ${number(count)} answered: ${half}within ${inTime(median)}${compared}`;
}

function figureFields({ total, before, own, pools, currency }: Digest): CardField[] {
  const [now, then] = own ? [own.now, own.before] : [total, before];
  const compare = (pick: (figures: Figures) => number) => `${number(pick(now))} (${difference(pick(now), pick(then))})`;
  const count = (label: string, pick: (figures: Figures) => number): CardField[] =>
    pick(now) === 0 && pick(then) === 0 ? [] : [{ label, value: compare(pick) }];
  const team = own && total.response.median !== null ? `; all: ${inTime(total.response.median)}` : '';
  return [
    ...(own || pools ? [] : count('Came in', ({ counts }) => counts.received)),
    ...(own ? [] : count(pools ? 'Came in' : 'Qualified', ({ counts }) => counts.qualified)),
    ...count('Taken', taken),
    ...count('Offered', ({ counts }) => counts.offered),
    ...count('Declined', ({ counts }) => counts.declined),
    ...count('Timed out', ({ counts }) => counts['timed-out']),
    ...count('Contacted', ({ counts }) => counts.touched),
    ...answering(now, then, team),
    ...count('Won', ({ counts }) => counts.won).map((field) => ({
      ...field,
      value: now.amount > 0 ? `${field.value}, ${money(now.amount, currency)}` : field.value,
    })),
  ];
}

/** Nothing at all where nobody could have answered anybody. */
function answering(now: Figures, then: Figures, team: string): CardField[] {
  const { answered, due, median, p90 } = now.response;
  return [
    ...(answered > 0
      ? [{ label: 'First answer', value: `half within ${orDash(median)}, nine of ten within ${orDash(p90)}${team}` }]
      : []),
    ...(due > 0 ? [{ label: 'Within the limit', value: shareWords(now, then) }] : []),
  ];
}

function shareWords(now: Figures, then: Figures): string {
  const [share, before] = [withinShare(now), withinShare(then)];
  const was = before === null ? '' : ` (was ${percent(before)})`;
  return `${percent(share)} of ${number(now.response.due)}${was}`;
}

/** What a manager would do something about; at most a line each. */
function attention({ stale, waiting, own, tables, nameOf, total }: Digest): CardField[] {
  const staleCount = stale.reduce((sum, { count }) => sum + count, 0);
  const most = stale.toSorted((a, b) => b.count - a.count)[0];
  const whose = !own && most && stale.length > 1 ? `, ${number(most.count)} of them with ${nameOf(most.rep)}` : '';
  const decliner = own ? undefined : peak(rowsBy(tables, 'rep'), ({ counts }) => counts.declined + counts['timed-out']);
  const refused = decliner ? decliner.counts.declined + decliner.counts['timed-out'] : 0;
  const slowest = slowestSource(rowsBy(tables, 'source'), total);
  return [
    ...(staleCount > 0 ? [{ label: 'Untouched too long', value: `${counted(staleCount, 'lead')}${whose}` }] : []),
    ...(!own && waiting > 0 ? [{ label: 'Waiting for somebody', value: counted(waiting, 'lead') }] : []),
    ...(decliner && refused > 1
      ? [{ label: 'Passed on most', value: `${nameOf(decliner.key ?? '')}, ${number(refused)} offers` }]
      : []),
    ...(slowest ? [{ label: 'Slowest source', value: slowest }] : []),
  ];
}

function rowsBy(tables: Digest['tables'], by: string): readonly FigureRow[] {
  return tables.find((table) => table.by === by)?.rows ?? [];
}

function peak(rows: readonly FigureRow[], of: (row: FigureRow) => number): FigureRow | undefined {
  return rows.filter(({ key }) => key !== null).toSorted((a, b) => of(b) - of(a))[0];
}

/** Fewer answers say nothing about a source. */
const ENOUGH = 5;

function slowestSource(rows: readonly FigureRow[], total: Figures): string | null {
  const slow = peak(
    rows.filter(({ response }) => response.answered >= ENOUGH),
    ({ response }) => response.median ?? 0,
  );
  const [own, all] = [slow?.response.median ?? null, total.response.median];
  if (!slow?.key || own === null || all === null || own < 2 * all) return null;
  return `${slow.key}, half within ${inTime(own)}`;
}

/** A chart of fewer points says nothing. */
const POINTS_MIN = 2;

/** Two small ones, since a message holds no more: when leads came in, and how soon each rep or pool answers. */
function chartsOf(digest: Digest): CardChart[] {
  return [...arrivalsChart(digest), ...answersChart(digest)];
}

function arrivalsChart({ arrivals, period, total, pools }: Digest): CardChart[] {
  const stretch = { day: '2 hours', week: 'day', month: 'week' }[period.every];
  const points = period.buckets.map(({ label }, index) => ({ label, value: arrivals[index] ?? 0 }));
  if (points.length < POINTS_MIN || cameIn(total, pools) === 0) return [];
  return [{ title: `Leads per ${stretch}`, kind: 'bar', unit: 'Leads', points }];
}

/** More bars than these are no small chart; the table has all of them. */
const ANSWERS_SHOWN = 8;

/** Only what the routing file names: a source's or a country's name comes with the leads. */
function answersChart({ tables, own, nameOf }: Digest): CardChart[] {
  const table = tables[0];
  if (own || !table || (table.by !== 'rep' && table.by !== 'pool')) return [];
  const points = table.rows
    .toSorted((a, b) => taken(b) - taken(a))
    .flatMap(({ key, response }) =>
      key === null || response.median === null
        ? []
        : [{ label: nameIn(table.by, key, nameOf), value: Math.round(response.median / 6_000) / 10 }],
    )
    .slice(0, ANSWERS_SHOWN);
  return points.length < POINTS_MIN ? [] : [{ title: 'Half answered within', kind: 'bar', unit: 'Minutes', points }];
}

const TITLES: Record<string, string> = { rep: 'Rep', pool: 'Pool', source: 'Source', rule: 'Rule', country: 'Country' };

/** The first of the tables: what else was asked for is in the CSV file, since a message holds one. */
function tableOf({ tables, fairness, own, nameOf }: Digest): CardTable | null {
  const table = tables[0];
  if (!table || own) return null;
  const isRep = table.by === 'rep';
  const rows = table.rows.filter((row) => row.key !== null || !isRep);
  if (rows.length === 0) return null;
  const fair = new Map(fairness.map((row) => [row.rep, row]));
  const showFair = isRep && fairness.length > 0;
  const labels = [
    isRep ? 'Leads' : 'Came in',
    'Half within',
    'In time',
    'Won',
    'Passed on',
    ...(showFair ? ['Fair'] : []),
  ];
  return {
    columns: [
      { label: TITLES[table.by] ?? table.by, align: 'left' },
      ...labels.map((label) => ({ label, align: 'right' as const })),
    ],
    rows: rows
      .toSorted((a, b) => taken(b) - taken(a))
      .map((row) => [
        nameIn(table.by, row.key, nameOf),
        number(isRep ? taken(row) : Math.max(row.counts.received, row.counts.qualified)),
        orDash(row.response.median),
        percent(withinShare(row)),
        number(row.counts.won),
        number(row.counts.declined + row.counts['timed-out']),
        ...(showFair ? [fairCell(fair.get(row.key ?? ''))] : []),
      ]),
  };
}

function nameIn(by: string, key: string | null, nameOf: Digest['nameOf']): string {
  if (key === null) return 'none';
  return by === 'rep' ? nameOf(key) : key;
}

function fairCell(row: RepFairness | undefined): string {
  return row ? signedLeads(row.received - row.entitled) : '–';
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why somebody got more or fewer leads than their part, in words; `null` where it is less than half a lead. */
export function whyUnequal({ received, entitled, absences, balance, aside }: RepFairness): string | null {
  if (Math.abs(received - entitled) < 0.5) return null;
  const causes = [
    [absences, 'absences, caps and leads not for everybody'],
    [balance, 'turns owed from before, or still owed'],
    [aside, 'leads past the rotation, and turns that were passed on'],
  ] as const;
  const told = causes
    .filter(([leads]) => Math.abs(leads) >= 0.05)
    .map(([leads, cause]) => `${signedLeads(leads)} ${cause}`);
  return `${signedLeads(received - entitled)} against an entitlement of ${entitled.toFixed(1)}: ${told.join('; ')}`;
}
