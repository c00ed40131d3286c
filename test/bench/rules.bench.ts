/**
 * What rule matching costs (design §6, number 3): per rule where nothing can be indexed, 10,000 indexed rules against 100,
 * the trace, and screening before it. Data is made from a fixed seed, so that runs compare.
 */
import type { Condition } from '../../src/domain/condition.ts';
import type { LeadAttributes } from '../../src/domain/lead.ts';
import type { Destination } from '../../src/domain/lead-event.ts';
import { compileRules } from '../../src/domain/rules/compile-rules.ts';
import { LeadView } from '../../src/domain/rules/lead-view.ts';
import { compileRuleset } from '../../src/domain/rules/route-lead.ts';
import type { PublishedRuleset, Rule } from '../../src/domain/ruleset.ts';
import { atMost, type BenchRow } from './bench-row.ts';

/** Design §6: at most this per rule. */
const NS_PER_RULE = 100;
/** Design §6: 10,000 indexed rules cost at most twice what 100 do. */
const GROWTH = 2;
/** The trace of a lead that 25 rules turned away. */
const TRACE_US = 20;
/** Screening by 30 rules costs at most twice what routing by 25 with their trace does. */
const SCREENING = 2;

const LEADS = 1000;

export async function benchRules(): Promise<BenchRow[]> {
  return [unindexed(), growth(), tracing(), screening()];
}

function unindexed(): BenchRow {
  const rules = Array.from({ length: 100 }, (_, i) => rule(i, range(i)));
  const perRule = nsPerMatch(rules, makeLeads()) / rules.length;
  return atMost({
    name: 'rule matching, 100 rules without equality',
    unit: 'ns/rule',
    figure: perRule,
    limit: NS_PER_RULE,
  });
}

function growth(): BenchRow {
  const few = nsPerTerritory(100);
  const many = nsPerTerritory(10_000);
  const ratio = many / few;
  return {
    name: 'rule matching, 10,000 rules with equality against 100',
    figure: `${many.toFixed(0)} ns/lead`,
    baseline: `${few.toFixed(0)} ns/lead`,
    ratio,
    bound: `≤ ${GROWTH}`,
    ok: ratio <= GROWTH,
  };
}

function tracing(): BenchRow {
  const rules = [...Array.from({ length: 25 }, (_, i) => rule(i, never(i))), rule(25, null)];
  const router = compileRuleset({ ...EMPTY, rules });
  const leads = makeLeads();
  const us = nsPerCall(leads, (lead) => router.route(lead).trace.length) / 1000;
  return atMost({ name: 'routing with a trace of 25 rules', unit: 'µs/lead', figure: us, limit: TRACE_US });
}

/** Half of the rules count, three ask for the kind of the address, and the lead goes on to the rules. */
function screening(): BenchRow {
  const rules = [...Array.from({ length: 25 }, (_, i) => rule(i, never(i))), rule(25, null)];
  const score = Array.from({ length: 30 }, (_, i) => ({ name: `Counts ${i}`, when: counts(i), points: i + 1 }));
  const nobody = { emails: [], domains: [], phones: [] };
  const by = { kind: 'rules' as const, rules: score, thresholds: { qualified: 0, disqualified: -1 } };
  const leads = makeLeads();
  const us = (ruleset: PublishedRuleset) => {
    const router = compileRuleset(ruleset);
    return nsPerCall(leads, (lead) => router.route(lead).trace.length) / 1000;
  };
  const plain = us({ ...EMPTY, rules });
  const figure = us({ ...EMPTY, rules, screening: { by, allow: nobody, block: nobody } }) - plain;
  return {
    name: 'screening by 30 rules, beside routing with a trace of 25',
    figure: `${figure.toFixed(2)} µs/lead`,
    baseline: `${plain.toFixed(2)} µs/lead`,
    ratio: figure / plain,
    bound: `≤ ${SCREENING}`,
    ok: figure <= SCREENING * plain,
  };
}

const EMPTY: PublishedRuleset = {
  version: 1,
  timezone: 'UTC',
  admins: [],
  signals: [],
  adminChannels: { slack: [], teams: [] },
  reps: [],
  pools: [],
  rules: [],
};

function counts(i: number): Condition {
  if (i % 10 === 0) return test('emailKind', { op: 'in', values: ['free-mail', 'disposable'] });
  return i % 2 === 0
    ? test('employees', { op: 'gte', value: i })
    : {
        kind: 'all',
        of: [test('employees', { op: 'lt', value: i }), test('industry', { op: 'notIn', values: ['x'] })],
      };
}

function nsPerTerritory(count: number): number {
  const { rules, leads } = territories(count);
  return nsPerMatch(rules, leads);
}

function nsPerMatch(rules: readonly Rule[], leads: readonly LeadAttributes[]): number {
  const compiled = compileRules(rules);
  return nsPerCall(leads, (lead) => compiled.match(new LeadView(compiled.fields, lead)));
}

/** The fastest of fifteen runs: what the code costs when nothing else has the processor. */
function nsPerCall(leads: readonly LeadAttributes[], work: (lead: LeadAttributes) => number): number {
  let sink = 0;
  const run = (): number => {
    const start = process.hrtime.bigint();
    for (let round = 0; round < 20; round += 1) for (const lead of leads) sink += work(lead);
    return Number(process.hrtime.bigint() - start) / (20 * leads.length);
  };
  const runs = Array.from({ length: 15 }, run);
  if (Number.isNaN(sink)) throw new Error('nothing was measured');
  return Math.min(...runs);
}

const then: Destination = { kind: 'pool', pool: 'world' };

function rule(index: number, when: Condition | null): Rule {
  return { name: `Rule ${index}`, when, then };
}

const test = (field: string, of: Extract<Condition, { kind: 'test' }>['test']): Condition => ({
  kind: 'test',
  field,
  test: of,
});

/** Three tests that cannot be indexed and that hold for no lead of `makeLeads`, the first two of them mostly true. */
function range(i: number): Condition {
  return {
    kind: 'all',
    of: [
      test('employees', { op: 'gte', value: i % 10 }),
      test('industry', { op: 'notIn', values: [`trade ${i}`] }),
      test('revenue', { op: 'gt', value: 1_000_000 + i }),
    ],
  };
}

/** Like `range`, with an equality that holds for no lead. */
function never(i: number): Condition {
  return {
    kind: 'all',
    of: [test('employees', { op: 'gte', value: 1 }), test('country', { op: 'in', values: ['ZZ', `Z${i % 10}`] })],
  };
}

/**
 * As many rules as asked for, each for one country and one product with a comparison beside; the last one is for all.
 * Half as many countries as rules per product, so that neither field alone tells the rules apart.
 */
function territories(count: number): { rules: Rule[]; leads: LeadAttributes[] } {
  const countries = Math.ceil(Math.sqrt(count * 4));
  const products = Math.ceil(count / countries);
  const rules = Array.from({ length: count - 1 }, (_, i) =>
    rule(i, {
      kind: 'all',
      of: [
        test('country', { op: 'in', values: [`C${i % countries}`] }),
        test('product', { op: 'in', values: [`product ${Math.floor(i / countries)}`] }),
        test('employees', { op: 'gte', value: 10 }),
      ],
    }),
  );
  return { rules: [...rules, rule(count - 1, null)], leads: makeLeads(countries, products) };
}

function makeLeads(countries = 200, products = 50): LeadAttributes[] {
  let seed = 42;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  return Array.from({ length: LEADS }, (_, i) => ({
    email: `buyer-${i}@buyer.example`,
    company: `Buyer ${i}`,
    country: `C${random(countries)}`,
    product: `Product ${random(products)}`,
    industry: `Trade ${random(500) + 100}`,
    employees: random(5000) + 10,
    revenue: random(900_000),
    custom: { plan: `plan ${random(5)}` },
  }));
}
