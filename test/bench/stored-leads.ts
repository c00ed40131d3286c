/** Fills a database with leads by plain SQL, with everything that belongs to them: events, keys, cards in the pools' channels. */
import type { ExecuteSql } from '../../src/store/home.ts';
import { POOLS } from './bench-app.ts';
import { leadAttributes } from './bench-leads.ts';

/** SQL of the id of a stored lead, and the same here. @param number SQL of its number */
export const idSql = (number: string) => `('01900000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
export const idOf = (number: number) => `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** Three of ten leads are about the people of three others. */
const WRITES_AGAIN = '(CASE WHEN n % 10 < 3 THEN n - 3 ELSE n END)';

/** How many events a lead has that stands there. */
const VERSIONS = { received: 1, pooled: 2, owned: 3 };

/**
 * Stores leads number `from` to `from + count - 1`.
 * @param leads.status where they stand. In a pool, their cards are posted; owned, their owners' cards too
 * @param leads.repeats whether 30 % are about people whom another of them is about; nobody is unless said
 */
export async function storeLeads(
  executeSql: ExecuteSql,
  leads: { status: keyof typeof VERSIONS; from: number; count: number; repeats?: boolean },
): Promise<void> {
  const { status, from, count, repeats = false } = leads;
  const who = repeats ? WRITES_AGAIN : 'n';
  const domain = `('stored' || ${who} || '.example')`;
  const email = `('buyer@' || ${domain})`;
  const phone = `('+4930' || lpad(${who}::text, 8, '0'))`;
  const version = VERSIONS[status];
  const attributes = JSON.stringify(leadAttributes(0, 0));
  const numbers = `generate_series(${from}, ${from + count - 1}) AS n`;
  await executeSql(
    `INSERT INTO lead (id, status, version, round, pool, owner, ruleset_version, received_at, owned_at, attributes,
       match_keys, company)
     SELECT ${idSql('n')}, $1::text, $2::int, sign($2::int - 1), CASE WHEN $2::int > 1 THEN 'pool' || n % ${POOLS} END,
       CASE WHEN $2::int > 2 THEN 'rep' || n % 20 END, CASE WHEN $2::int > 1 THEN 1 END,
       now(), CASE WHEN $2::int > 2 THEN now() END,
       $3::jsonb || jsonb_build_object('externalId', n::text, 'product', 'product ' || n % ${POOLS}, 'email', ${email}, 'phone', ${phone},
         'website', 'https://' || ${domain}, 'domain', ${domain}),
       ARRAY['email:' || ${email}, 'phone:' || ${phone}], ${domain}
     FROM ${numbers}`,
    [status, version, attributes],
  );
  await executeSql(
    `INSERT INTO lead_event (lead_id, version, at, event)
     SELECT ${idSql('n')}, version, now(), jsonb_build_object('type', 'received', 'attributes', $2::jsonb)
     FROM ${numbers}, generate_series(1, $1::int) AS version`,
    [version, attributes],
  );
  await executeSql(
    `INSERT INTO intake_key (key, lead_id) SELECT 'external:bench:' || n, ${idSql('n')} FROM ${numbers}`,
    [],
  );
  await storeCards(executeSql, numbers, version);
  await executeSql('VACUUM ANALYZE lead, lead_event, intake_key, delivery');
}

async function storeCards(executeSql: ExecuteSql, numbers: string, version: number): Promise<void> {
  await executeSql(
    `INSERT INTO delivery (id, conversation_id, lead_id, kind, round, state, wanted_version, sent_version, message)
     SELECT gen_random_uuid(), conversation.id, ${idSql('n')}, card.kind, 1, 'sent', $1::int, $1::int, card.kind || n
     FROM ${numbers}, (VALUES (2, 'pool'), (3, 'owner')) AS card (since, kind), conversation
     WHERE $1::int >= card.since AND conversation.target
       = CASE card.kind WHEN 'pool' THEN '#leads-' || n % ${POOLS} ELSE 'rep' || n % 20 END`,
    [version],
  );
}
