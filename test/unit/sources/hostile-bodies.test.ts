/** Bodies that nobody's form sends: whatever the JSON, there is a lead that passes the API's own check, or an answer that says why not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CUSTOM_KEYS } from '../../../src/domain/normalise/lead-schema.ts';
import { assembleLead } from '../../../src/domain/sources/assemble-lead.ts';
import type { JsonValue } from '../../../src/domain/sources/json-value.ts';
import { keepLead } from '../../../src/domain/sources/keep-lead.ts';
import { pathProblem, valueAt } from '../../../src/domain/sources/lead-path.ts';
import { lookedUp, readDelivery } from '../../../src/domain/sources/read-delivery.ts';
import { SOURCE_KINDS, type Source, type SourceKind } from '../../../src/domain/sources/source.ts';
import {
  calendlyBody,
  facebookBody,
  graphLead,
  hubspotEvent,
  hubspotWorkflowBody,
  standardBody,
  typeformBody,
  webflowBody,
} from '../../helpers/vendor-webhooks.ts';

const MAPPING: Source['mapping'] = {
  company: { paths: ['$..company', '$[*]'] },
  'custom.any': { paths: ['$..[?@.value].value'], otherwise: 'none' },
};

const BODIES: Record<SourceKind, object[]> = {
  standard: [standardBody()],
  hubspot: [hubspotWorkflowBody(), [hubspotEvent(1), hubspotEvent(2)]],
  typeform: [typeformBody()],
  facebook: [facebookBody('1', '2')],
  calendly: [calendlyBody()],
  webflow: [webflowBody()],
  json: [standardBody()],
};

/** Reads, assembles and checks all leads of a body. Throws where anything does. */
function readAll(source: Source, body: JsonValue, found: JsonValue | null): void {
  const delivery = readDelivery(source, body);
  if (delivery.kind === 'other-shape') expect(delivery.problems.length).toBeGreaterThan(0);
  const submissions =
    delivery.kind === 'submissions'
      ? delivery.submissions
      : delivery.kind === 'lookups'
        ? delivery.lookups.map((lookup) => lookedUp(source, lookup, found))
        : [];
  for (const submission of submissions) {
    const kept = keepLead(assembleLead(source, submission));
    if (!kept.ok) expect(kept.problems.length).toBeGreaterThan(0);
    else expect(Object.keys(kept.attributes.custom).length).toBeLessThanOrEqual(MAX_CUSTOM_KEYS + 4);
  }
}

/** A good body with one of its parts, at any depth, replaced by something else. */
function withPart(value: unknown, path: readonly number[], part: JsonValue): JsonValue {
  const [step, ...rest] = path;
  if (typeof value !== 'object' || value === null || step === undefined) return part;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return part;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  copy[key] = withPart(copy[key], rest, part);
  return copy as unknown as JsonValue;
}

describe.each(SOURCE_KINDS)('a source of the kind %s', (kind) => {
  const source: Source = { id: 'web', kind, mapping: MAPPING };

  it('answers any JSON without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }), fc.jsonValue(), (body, found) => {
        readAll(source, body as JsonValue, found as JsonValue);
      }),
      { numRuns: 300 },
    );
  });

  it('answers its own body with any part replaced without throwing', () => {
    const bodies = fc.constantFrom(...BODIES[kind]);
    const found = fc.tuple(fc.array(fc.nat(20), { maxLength: 4 }), fc.jsonValue());
    fc.assert(
      fc.property(
        bodies,
        fc.array(fc.nat(20), { maxLength: 6 }),
        fc.jsonValue(),
        found,
        (body, path, part, [at, other]) => {
          readAll(source, withPart(body, path, part as JsonValue), withPart(graphLead('1'), at, other as JsonValue));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses what is nested 100,000 levels deep', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as JsonValue;
    expect(readDelivery(source, { data: deep, form_response: deep })).toMatchObject({ kind: 'other-shape' });
  });
});

describe('a JSONPath of the routing file', () => {
  it.each([
    ['$.data.company', null],
    ["$['First Name']", null],
    ['$.form_response.answers[?@.field.ref == "plan"].choice.label', null],
    ['$..email', null],
    ['data.company', /begins with \$/],
    ['$.data[', /stops being one at character 8/],
    ['$..a..b', /\.\. only once/],
    ['$.a[?@..b == 1]..c', /\.\. only once|is no JSONPath/],
    ['$[0,1]', /one selector/],
    ['$.a[?match(@.b, "(a+)+")]', /match\(\) or search\(\)/],
    ['$.a[?search(@.b, "(a+)+")]', /match\(\) or search\(\)/],
    ['$.a[?$..b]', /from \$ again/],
    [`$.${'a'.repeat(400)}`, /too long/],
  ])('%s', (path, problem) => {
    if (problem === null) expect(pathProblem(path)).toBeNull();
    else expect(pathProblem(path)).toMatch(problem);
  });

  it('visits each value of a body of 256 KiB a bounded number of times', () => {
    let reads = 0;
    const counting = (value: object): object =>
      new Proxy(value, {
        get: (target, key) => {
          reads += 1;
          return Reflect.get(target, key) as unknown;
        },
      });
    const items = Array.from({ length: 20_000 }, (_, index) => ({ v: index }));
    const body = { items: counting(items) as unknown as JsonValue };
    expect(valueAt(body, { paths: ['$..[?@.v == 19999].v'] })).toBe(19_999);
    expect(reads).toBeLessThan(20 * items.length);
  });
});
