/**
 * Erasing (docs/decisions/0025): one person among 1,000,000 stored leads, and the nightly job that forgets old ones. Rows are those of the
 * leads, their events, keys and cards.
 */
import { createErasePerson } from '../../src/app/erase/erase-person.ts';
import { forgetOldLeads } from '../../src/app/erase/forget-old-leads.ts';
import { createEarnedShares } from '../../src/app/push/earned-shares.ts';
import { createRotationCache } from '../../src/app/push/rotation-cache.ts';
import { type BenchApp, openBenchApp } from './bench-app.ts';
import { leadAttributes } from './bench-leads.ts';
import { atLeast, atMost, type BenchRow } from './bench-row.ts';
import { median, timed } from './measure.ts';
import { withDatabase } from './postgres.ts';
import { idSql } from './stored-leads.ts';

const LEADS = 1_000_000;
const OLD = 20_000;
const EVENTS = 4;
const CARDS = 2;
/** Of one lead: itself, its events, its key, its cards. */
const ROWS = 1 + EVENTS + 1 + CARDS;
/** As many again, for the baseline. */
const BY_HAND = 10_000;
const ROUNDS = 5;
const DAY_MS = 86_400_000;

export async function benchErasing(): Promise<BenchRow[]> {
  return withDatabase('erasing', async (databaseUrl) => {
    const app = await openBenchApp(databaseUrl);
    try {
      await fill(app);
      return [await erasePerson(app), await forget(app, await forgetByHand(app))];
    } finally {
      await app.close();
    }
  });
}

function contextOf({ context }: BenchApp) {
  return { ...context, rotations: createRotationCache(), shares: createEarnedShares(context.ruleset) };
}

/** Without the search of every table, which reads all there is. */
async function erasePerson(app: BenchApp): Promise<BenchRow> {
  const people = createErasePerson(contextOf(app));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const email = `person.${500_000 + round}@quarry.example`;
    times.push(
      await timed(async () => {
        const outcome = await people.erase({ email }, { dryRun: false });
        if (outcome?.done.erased?.leads !== 1) throw new Error('nobody was erased');
      }),
    );
  }
  const name = 'erasing a person among 1,000,000 stored leads';
  return atMost({ name, unit: 'ms', figure: median(times), limit: 5_000 });
}

/** The same rows by hand-written SQL, a thousand leads to a transaction, without reading a timeline or thinking about a card. @returns rows/s */
async function forgetByHand({ executeSql }: BenchApp): Promise<number> {
  const batches = BY_HAND / 1_000;
  const ms = await timed(async () => {
    for (let batch = 0; batch < batches; batch += 1) {
      const ids = `SELECT ${idSql('n')} FROM generate_series(${OLD + batch * 1_000 + 1}, ${OLD + (batch + 1) * 1_000}) AS n`;
      await executeSql(
        `BEGIN;
         SELECT FROM lead WHERE id IN (${ids}) ORDER BY id FOR UPDATE;
         UPDATE lead SET status = 'erased', version = version + 1, attributes = '{"custom": {}}', match_keys = '{}' WHERE id IN (${ids});
         UPDATE lead_event SET event = jsonb_build_object('type', event -> 'type') WHERE lead_id IN (${ids});
         INSERT INTO lead_event SELECT id, version, now(), '{"type": "erased"}' FROM lead WHERE id IN (${ids});
         DELETE FROM intake_key WHERE lead_id IN (${ids});
         UPDATE delivery SET wanted_version = wanted_version + 1 WHERE lead_id IN (${ids});
         COMMIT`,
      );
    }
  });
  return (BY_HAND * ROWS) / (ms / 1_000);
}

async function forget(app: BenchApp, baseline: number): Promise<BenchRow> {
  const context = contextOf(app);
  const ruleset = { ...context.ruleset, keep: { lost: 30 * DAY_MS } };
  let leads = 0;
  const ms = await timed(async () => {
    leads = await forgetOldLeads({ ...context, ruleset });
  });
  if (leads !== OLD) throw new Error(`${leads} were forgotten`);
  const figure = (leads * ROWS) / (ms / 1_000);
  return atLeast({ name: 'forgetting old leads', unit: 'rows/s', figure, baseline, share: 0.5, orAbove: 10_000 });
}

/** The first `OLD` were lost long ago, and have all that leads have; the others are only there. */
async function fill({ executeSql }: BenchApp): Promise<void> {
  const attributes = JSON.stringify(leadAttributes(0, 0));
  await executeSql(
    `INSERT INTO lead (id, status, version, round, pool, owner, stage, ruleset_version, received_at, owned_at, rule, attributes, match_keys)
     SELECT ${idSql('n')}, CASE WHEN n <= ${OLD} THEN 'lost' ELSE 'owned' END, ${EVENTS}, 1, 'pool' || n % 20, 'rep' || n % 20, 'lost', 1,
       now() - CASE WHEN n <= ${OLD} THEN interval '90 days' ELSE interval '1 day' END, now() - interval '90 days', 'Product',
       $1::jsonb || jsonb_build_object('email', 'person.' || n || '@quarry.example', 'externalId', n::text),
       ARRAY['email:person.' || n || '@quarry.example']
     FROM generate_series(1, ${LEADS}) AS n`,
    [attributes],
  );
  const withRest = `generate_series(1, ${OLD + BY_HAND}) AS n UNION ALL SELECT generate_series(500000, 500010)`;
  await executeSql(
    `INSERT INTO lead_event (lead_id, version, at, event)
     SELECT ${idSql('n')}, version, now() - interval '90 days', CASE version
       WHEN 1 THEN jsonb_build_object('type', 'received', 'attributes', $1::jsonb || jsonb_build_object('email', 'person.' || n || '@quarry.example'))
       WHEN 2 THEN jsonb_build_object('type', 'routed', 'ruleset', 1, 'to', jsonb_build_object('kind', 'pool', 'pool', 'pool1'),
         'trace', jsonb_build_array(jsonb_build_object('step', 'failed', 'because', repeat('x', 1000))))
       WHEN 3 THEN jsonb_build_object('type', 'claimed', 'rep', 'rep1')
       ELSE jsonb_build_object('type', 'stage', 'rep', 'rep1', 'stage', 'lost', 'reason', 'price', 'note', 'too dear') END
     FROM (SELECT * FROM ${withRest}) AS lead, generate_series(1, ${EVENTS}) AS version`,
    [attributes],
  );
  await executeSql(
    `INSERT INTO intake_key (key, lead_id) SELECT 'external:bench:' || n, ${idSql('n')} FROM generate_series(1, ${OLD + BY_HAND}) AS n`,
    [],
  );
  await executeSql(
    `INSERT INTO delivery (id, conversation_id, lead_id, kind, round, state, wanted_version, sent_version, message)
     SELECT gen_random_uuid(), conversation.id, ${idSql('n')}, card.kind, 1, 'sent', ${EVENTS}, ${EVENTS}, card.kind || n
     FROM generate_series(1, ${OLD + BY_HAND}) AS n, (VALUES ('pool'), ('owner')) AS card (kind), conversation
     WHERE conversation.target = CASE card.kind WHEN 'pool' THEN '#leads-' || n % 20 ELSE 'rep' || n % 20 END`,
    [],
  );
  await executeSql('VACUUM ANALYZE lead, lead_event, intake_key, delivery');
}
