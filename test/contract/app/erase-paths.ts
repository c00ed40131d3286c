/**
 * Every way in which a person's data comes in and spreads. One row per path: whoever adds a way in adds a row, and the canary of
 * `erase.test.ts` goes through it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createSendDigest } from '../../../src/app/digest/send-digest.ts';
import { importCsv } from '../../../src/cli/import/import-csv.ts';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import type { Erasing } from '../../helpers/erasing.ts';
import { API_KEY } from '../http/harness.ts';

/** Whoever is to be erased: every value has one of the marks in it, and nothing else has. */
export const CANARY = {
  email: 'Quilla.Zembra+jam@vornado.example',
  firstName: 'Quilla',
  lastName: 'Zembra',
  phone: '+34 915 550 147',
  company: 'Zembra Preserves',
  message: 'Zembra needs "nine hundred" jars.\nBy Thursday, says Zembra.',
} as const;

/** In whatever spelling. */
export const MARKS = /zembra|quilla|vornado|915\s*550\s*147|91555/i;

export interface Path {
  name: string;
  send(dibs: Erasing): Promise<void>;
}

/** A lead of the canary's, taken in over HTTP. @returns its id */
export async function given(dibs: Erasing, more: Record<string, unknown> = {}): Promise<string> {
  const response = await dibs.server.post('/v1/leads', { ...CANARY, ...more });
  if (response.status !== 202) throw new Error(`refused: ${response.status}`);
  const { id } = (await response.json()) as { id: string };
  await dibs.work();
  return id;
}

/** The same, in Ana's hands. */
export async function owned(dibs: Erasing, more: Record<string, unknown> = {}): Promise<string> {
  const id = await given(dibs, more);
  const lead = await dibs.store.leads.find(id);
  await dibs.claim({ leadId: id, rep: 'ana', round: lead?.round ?? 0 });
  await dibs.work();
  return id;
}

async function offered(dibs: Erasing): Promise<{ id: string; rep: string; round: number }> {
  const id = await given(dibs, { source: 'offers' });
  const lead = await dibs.store.leads.find(id);
  if (!lead?.offeredTo) throw new Error(`not offered, but ${lead?.status}`);
  return { id, rep: lead.offeredTo, round: lead.round };
}

async function attributesOf(dibs: Erasing, id: string): Promise<LeadAttributes> {
  return (await dibs.store.leads.find(id))?.attributes ?? { custom: {} };
}

export const PATHS: Path[] = [
  {
    name: 'sent to the API, repeated under its key, and once with another body',
    async send({ server }) {
      const headers = { 'idempotency-key': 'zembra-key' };
      await server.post('/v1/leads', CANARY, headers);
      await server.post('/v1/leads', CANARY, headers);
      await server.post('/v1/leads', { ...CANARY, name: 'Quilla Vornado' }, headers);
    },
  },
  {
    name: 'refused for a field of it',
    send: async ({ server }) => void (await server.post('/v1/leads', { ...CANARY, employees: 'zembra' })),
  },
  {
    name: 'sent in a batch, with an id of the sender’s and fields of its own',
    async send({ server }) {
      const lead = { ...CANARY, externalId: 'zembra-7', source: 'web-form', custom: { zembra: 'quilla' } };
      await server.post('/v1/leads/batch', `${JSON.stringify(lead)}\n${JSON.stringify({ ...lead, email: 'zembra' })}`, {
        'content-type': 'application/x-ndjson',
      });
    },
  },
  {
    name: 'imported from a CSV file',
    async send({ server, clock }) {
      const folder = await mkdtemp(join(tmpdir(), 'dibs-erase-'));
      const file = join(folder, 'leads.csv');
      await writeFile(file, `email,name,phone\n${CANARY.email},Quilla Zembra,${CANARY.phone}\nzembra,Quilla Zembra,\n`);
      const options = { map: [], source: 'csv', dateOrder: null, dryRun: false, report: null } as const;
      const out = new PassThrough().resume();
      await importCsv({ ...options, file, to: new URL(server.url), key: API_KEY, out, clock });
      await rm(folder, { recursive: true });
    },
  },
  { name: 'to be claimed in both chats', send: async (dibs) => void (await given(dibs)) },
  {
    name: 'in review, put right there, and decided with a note',
    async send(dibs) {
      const id = await given(dibs, { source: 'review' });
      const attributes = await attributesOf(dibs, id);
      await dibs.happen(
        id,
        { type: 'edited', by: 'maya@acme.example', attributes: { ...attributes, name: 'Quilla Zembra-Vornado' } },
        { type: 'decided', by: 'maya@acme.example', to: { kind: 'pool', pool: 'iberia' }, note: 'Zembra called me' },
      );
      await dibs.work();
    },
  },
  {
    name: 'disqualified for a reason that somebody typed',
    async send(dibs) {
      const id = await given(dibs, { source: 'review' });
      const to = { kind: 'disqualify', reason: 'Quilla is my cousin' } as const;
      await dibs.happen(
        id,
        { type: 'decided', by: 'maya@acme.example', to },
        { type: 'restored', by: 'maya@acme.example' },
      );
      await dibs.happen(id, { type: 'approved', by: 'maya@acme.example', note: 'Quilla is real' });
      await dibs.work();
    },
  },
  {
    name: 'declined with a note, and offered to the next one',
    async send(dibs) {
      const { id, rep, round } = await offered(dibs);
      await dibs.offers.decline(id, rep, round, { reason: 'conflict', note: 'Zembra is with Bob' });
      await dibs.work();
    },
  },
  {
    name: 'contacted and lost, with notes',
    async send(dibs) {
      const id = await owned(dibs);
      await dibs.owner.contacted(id, 'ana', 'call', { note: 'Quilla wants a call back' });
      await dibs.server.post(`/v1/leads/${id}/touches`, { kind: 'contacted', how: 'email', note: 'Wrote to Zembra' });
      await dibs.owner.setStage(id, 'ana', 'lost', { reason: 'price', note: 'Zembra found it dear' });
      await dibs.work();
    },
  },
  {
    name: 'given back and handed over, with notes',
    async send(dibs) {
      const id = await owned(dibs);
      await dibs.owner.handOver(id, 'ana', 'bob', 'Quilla speaks German');
      await dibs.work();
      await dibs.owner.release(id, 'bob', 'no-time', 'Zembra is too much for me');
      await dibs.work();
    },
  },
  {
    name: 'reminded of together with another, told to managers, and taken back',
    async send(dibs) {
      await owned(dibs);
      await owned(dibs, {
        phone: '+44 20 7946 0018',
        email: 'otto@birch.example',
        firstName: 'Otto',
        lastName: 'Birch',
        company: 'Birch',
        message: 'Hello there, it is Otto.',
      });
      await dibs.minutes(20);
    },
  },
  { name: 'in an experiment', send: async (dibs) => void (await given(dibs, { source: 'split' })) },
  {
    name: 'in a digest',
    async send(dibs) {
      const to = [{ kind: 'channel', platform: 'slack', channel: '#leads-world' } as const];
      const plan = { every: 'day', atMinutes: 480, weekday: 0, to, pools: null, by: ['source', 'rule'] } as const;
      await createSendDigest(dibs.context)({ ...plan, by: [...plan.by], timezone: 'UTC' }, dibs.clock.now());
      await dibs.settle();
    },
  },
  {
    name: 'merged with an earlier lead of the same person, who is known by keys',
    async send(dibs) {
      const [first, second] = [await given(dibs), await given(dibs)];
      const attributes = await attributesOf(dibs, second);
      await dibs.happen(first, { type: 'merged', from: second, because: 'email', fills: attributes });
      await dibs.happen(second, { type: 'merged-into', into: first, because: 'email' });
      const person = dibs.ids.next();
      await dibs.database.executeSql(`UPDATE lead SET person = $1 WHERE id = ANY ($2::uuid[])`, [
        person,
        [first, second],
      ]);
      await dibs.database.executeSql(
        `INSERT INTO person_key (key, person) SELECT DISTINCT unnest(match_keys), $1::uuid FROM lead WHERE id = $2`,
        [person, first],
      );
    },
  },
  {
    name: 'on its way to a CRM, once dead and once under way, with jobs',
    async send(dibs) {
      const id = await owned(dibs);
      await dibs.database.executeSql(
        `INSERT INTO hand_over (lead_id, target, state, remote_id, progress, attempts, error)
         VALUES ($1, 'hubspot', 'dead', 'zembra-901', '{"email": "quilla.zembra@vornado.example"}', 5, 'timeout'),
           ($1, 'salesforce', 'open', NULL, '{"name": "Quilla Zembra"}', 1, NULL)`,
        [id],
      );
      await dibs.database.executeSql(
        `INSERT INTO pgboss.job (name, data) VALUES ('deliver', jsonb_build_object('leadId', $1::text, 'name', 'Quilla Zembra'))`,
        [id],
      );
    },
  },
];
