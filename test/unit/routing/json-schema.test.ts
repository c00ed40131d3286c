/** The published JSON Schema: up to date, described throughout, and of one mind with the program about files. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { routingJsonSchema } from '../../../src/config/routing/json-schema.ts';
import { DEMO_FILE } from '../../../src/config/routing/load-routing-file.ts';
import { COMPLETE_EXAMPLE, fileWith, fileWithCondition } from './routing-files.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Fastify checks bodies with a JSON Schema validator that knows nothing of zod. */
const validator = Fastify({ ajv: { customOptions: { coerceTypes: false, removeAdditional: false, strict: false } } });
validator.post('/', { schema: { body: routingJsonSchema() } }, () => ({}));

async function isValid(yaml: string): Promise<boolean> {
  const answer = await validator.inject({ method: 'POST', url: '/', payload: parse(yaml) });
  return answer.statusCode === 200;
}

describe('the JSON Schema of routing files', () => {
  it('is what docs/dibs.schema.json has (else: npm run dibs -- rules schema > docs/dibs.schema.json)', async () => {
    const published: unknown = JSON.parse(await readFile(join(ROOT, 'docs/dibs.schema.json'), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(routingJsonSchema())));
  });

  it('describes every property', () => {
    expect(undescribed(routingJsonSchema(), '')).toEqual([]);
  });

  it.each([
    ['the demo', async () => readFile(DEMO_FILE, 'utf8')],
    ['the example of screening', async () => readFile(join(ROOT, 'docs/screening-example.yaml'), 'utf8')],
    ['the design’s example', async () => COMPLETE_EXAMPLE],
    ['custom fields and groups', async () => fileWithCondition('{ custom.plan: pro, none: [{ country: EU }] }')],
  ])('accepts %s', async (_, text) => {
    expect(await isValid(await text())).toBe(true);
  });

  it.each([
    ['an unknown key', fileWith({ 2: 'admin: [maya@acme.example]' })],
    ['an unknown strategy', fileWith({}).replace('blind-pull', 'blindpull')],
    ['an unknown field', fileWithCondition('{ contry: ES }')],
    ['an unknown field inside of any', fileWithCondition('{ any: [{ contry: ES }] }')],
    ['a comparison of text', fileWithCondition('{ industry: { gt: 5 } }')],
    ['an unknown way of screening', fileWith({ 2: 'admins: [maya@acme.example]\nscreening: { by: magic }' })],
    ['an unknown kind of address', fileWithCondition('{ emailKind: freemail }')],
    ['an empty condition', fileWithCondition('{}')],
    ['two ways', fileWith({ 11: '  - { name: All, then: { pool: world, rep: ana } }' })],
    ['a duration without a unit', fileWith({}).replace('members: [bob]', 'members: [bob], sla: { firstTouch: 5 }')],
  ])('refuses %s', async (_, text) => {
    expect(await isValid(text)).toBe(false);
  });
});

/** Paths of properties without a description of their own. */
function undescribed(node: unknown, path: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'properties' in node ? propertiesWithout(node.properties, path) : [];
  return [...own, ...Object.entries(node).flatMap(([key, value]) => undescribed(value, `${path}/${key}`))];
}

function propertiesWithout(properties: unknown, path: string): string[] {
  return Object.entries(properties ?? {}).flatMap(([name, schema]: [string, unknown]) =>
    typeof schema === 'object' && schema !== null && 'description' in schema ? [] : [`${path}/${name}`],
  );
}
