/**
 * Writes changed leads and their events.
 * $1: `{ leads, events, facts }`, rows of the tables; of several changes of one lead, `leads` has the last; `people`: who leads turned out
 * to be about, and `keys` that lead to them from now on
 * A touch is counted when it is the lead's first, and a lead is won when it was not: `lead` is read as it was before. It qualifies when it
 * first goes to a pool or a rep: in its first round there was no earlier time; of one that was in review or given back, its events tell.
 * That is looked up beforehand, for those alone: asked of each fact, it made the statement's cost grow with the square of the batch.
 * Returns how many leads were written: those whose events follow on what is stored, without a gap.
 * The list of leads is read once, then each is found by its key; joined directly, it is read anew for each of its leads.
 */
export const APPEND_CHANGES = `
  WITH given AS (
    SELECT $1::jsonb AS batch
  ), event AS (
    SELECT event.* FROM given,
      jsonb_to_recordset(batch -> 'events') AS event (lead_id uuid, version int, at timestamptz, event jsonb)
  ), step AS (
    SELECT lead_id, min(version) - 1 AS follows FROM event GROUP BY lead_id
  ), change AS MATERIALIZED (
    SELECT new.*, follows FROM step, given, jsonb_to_recordset(batch -> 'leads') AS new
      (id uuid, status text, version int, round int, pool text, owner text, stage text, ruleset_version int,
       owned_at timestamptz, contacted_at timestamptz, reason text, offered_to text, offer_until timestamptz,
       held_since timestamptz, due_at timestamptz, push jsonb, first_touch_at timestamptz, touched_at timestamptz, amount float8, running_limit jsonb,
       step_at timestamptz, rule text, arm text, attributes jsonb, screening jsonb, wrote_again_at timestamptz, merged_into uuid,
       match_keys text[],
       company text)
    WHERE new.id = step.lead_id
  ), person AS MATERIALIZED (
    SELECT person.* FROM given, jsonb_to_recordset(batch -> 'people') AS person (lead_id uuid, id uuid)
  ), written AS (
    UPDATE lead SET
      status = new.status, version = new.version, round = new.round, pool = new.pool, owner = new.owner, stage = new.stage,
      ruleset_version = new.ruleset_version, owned_at = new.owned_at, contacted_at = new.contacted_at, reason = new.reason,
      offered_to = new.offered_to, offer_until = new.offer_until, held_since = new.held_since, due_at = new.due_at,
      push = new.push, first_touch_at = new.first_touch_at, touched_at = new.touched_at, amount = new.amount,
      running_limit = new.running_limit, step_at = new.step_at, rule = new.rule, arm = new.arm,
      attributes = new.attributes, screening = new.screening, wrote_again_at = new.wrote_again_at,
      merged_into = new.merged_into, match_keys = new.match_keys, company = new.company,
      person = CASE WHEN new.merged_into IS NULL THEN coalesce(person.id, lead.person) END
    FROM change AS new LEFT JOIN person ON person.lead_id = new.id
    WHERE lead.id = new.id AND lead.version = follows
    RETURNING lead.id
  ), learnt AS (
    INSERT INTO person_key (key, person)
    SELECT key, person FROM given, jsonb_to_recordset(batch -> 'keys') AS key (key text, person uuid)
  ), appended AS (
    INSERT INTO lead_event (lead_id, version, at, event)
    SELECT event.lead_id, event.version, event.at, event.event FROM event JOIN written ON written.id = event.lead_id
  ), fact AS MATERIALIZED (
    SELECT fact.* FROM given, jsonb_to_recordset(batch -> 'facts') AS fact (lead_id uuid, at timestamptz, what text, pool text, rep text,
      source text, country text, rule text, received_at timestamptz, amount float8)
  ), returned AS MATERIALIZED (
    SELECT fact.lead_id FROM fact JOIN lead AS before ON before.id = fact.lead_id WHERE what = 'qualified' AND before.round > 1
  ), qualified AS MATERIALIZED (
    SELECT lead_id FROM returned
    WHERE (
      SELECT version FROM lead_event AS earlier
      WHERE earlier.lead_id = returned.lead_id AND (earlier.event -> 'to') ->> 'kind' IN ('pool', 'rep') LIMIT 1) IS NOT NULL
  ), counted AS (
    INSERT INTO fact (at, what, pool, rep, source, country, rule, received_at, amount)
    SELECT fact.at, what, fact.pool, rep, source, country, fact.rule, fact.received_at, fact.amount
    FROM fact
    JOIN written ON written.id = fact.lead_id
    JOIN lead AS before ON before.id = fact.lead_id
    WHERE CASE what
      WHEN 'touched' THEN before.first_touch_at IS NULL
      WHEN 'won' THEN before.status <> 'won'
      WHEN 'qualified' THEN fact.lead_id NOT IN (SELECT lead_id FROM qualified)
      ELSE true
    END
  )
  SELECT count(*)::int AS written FROM written`;
