/** Notes on contacts: each once, however often the answer to it is lost. */
import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import { type CrmNote, noteMark } from '../../domain/hand-over/crm-note.ts';
import { HandOverError } from '../../domain/hand-over/failure.ts';
import type { CrmItem } from '../../ports/crm.ts';
import { inBatches, type Written } from '../in-batches.ts';
import { unknownOwnerLine } from '../owner-line.ts';
import { BATCH, type HubspotApi } from './hubspot-api.ts';
import { ofCategory, toHandOverError } from './hubspot-errors.ts';

/** HubSpot's own kind of link, from a note to a contact. */
const NOTE_TO_CONTACT = 202;

/** HubSpot takes 65,536. */
const MAX_CHARACTERS = 30_000;

interface Note {
  leadId: string;
  contactId: string;
  mark: string;
  at: Date;
  body: string;
}

/**
 * Writes the notes of leads whose contacts are known.
 * @param contactIds by lead
 * @param owners who is known there, by address
 * @returns why the notes of some leads were not all written; those that there was no time for are left out of `done`
 * @throws HandOverError when it cannot be seen what is there
 */
export async function writeNotes(
  api: HubspotApi,
  items: readonly CrmItem[],
  contactIds: ReadonlyMap<string, string>,
  owners: ReadonlyMap<string, string | null>,
  over: AbortSignal,
): Promise<{ failed: ReadonlyMap<string, HandOverError>; done: ReadonlySet<string> }> {
  const wanted = items.flatMap((item) => notesOf(item, contactIds.get(item.leadId), owners));
  const doubtful = items.flatMap(({ leadId, inDoubt }) => (inDoubt ? (contactIds.get(leadId) ?? []) : []));
  const there = await marksOn(api, doubtful);
  const missing = wanted.filter(({ mark }) => !there.has(mark));
  const written = await inBatches(
    missing.map((note) => ({ note, leadId: note.mark })),
    {
      size: BATCH,
      write: (inputs) =>
        create(
          api,
          inputs.map(({ note }) => note),
        ),
      missing: unanswered,
      over,
    },
  );
  const failed = new Map<string, HandOverError>();
  const unwritten = new Set<string>();
  for (const { leadId, mark } of missing) {
    const answer = written.get(mark);
    if (answer instanceof HandOverError && !failed.has(leadId)) failed.set(leadId, answer);
    if (typeof answer !== 'string') unwritten.add(leadId);
  }
  const done = items.map(({ leadId }) => leadId).filter((leadId) => !unwritten.has(leadId));
  return { failed, done: new Set(done) };
}

function unanswered(): HandOverError {
  return new HandOverError('unexpected_answer', { retry: 'ambiguous' });
}

const MARK = /dibs-[0-9a-f-]+-\d+-/g;

async function create(api: HubspotApi, notes: readonly Note[]): Promise<Written> {
  const answer = await api.records.create('notes', { inputs: notes.map(inputOf) }).catch(rethrow);
  const written: Written = new Map();
  for (const { category, context } of 'errors' in answer ? (answer.errors ?? []) : []) {
    for (const mark of context?.objectWriteTraceId ?? []) written.set(mark, ofCategory(category));
  }
  for (const { id, objectWriteTraceId, properties } of answer.results) {
    const mark = objectWriteTraceId ?? properties.hs_note_body?.match(MARK)?.at(-1);
    if (mark !== undefined) written.set(mark, id);
  }
  return written;
}

function notesOf(
  { leadId, notes, owner }: CrmItem,
  contactId: string | undefined,
  owners: ReadonlyMap<string, string | null>,
): Note[] {
  if (contactId === undefined) return [];
  const stranger = unknownOwnerLine(owner, owners, 'HubSpot');
  return notes.map((note, index) => {
    const mark = noteMark(leadId, note);
    const lines = index === notes.length - 1 ? [...note.lines, ...stranger] : note.lines;
    return { leadId, contactId, mark, at: note.at, body: noteBody({ ...note, lines }, mark) };
  });
}

/** HubSpot shows it as HTML; all that a lead says is text in it. */
function noteBody({ title, lines }: CrmNote, mark: string): string {
  const text = lines.map((line) => `<p>${escapeHtml(line)}</p>`);
  const fitting = text.filter((_, index) => text.slice(0, index + 1).join('').length <= MAX_CHARACTERS);
  return `<p><strong>${escapeHtml(title.slice(0, 1_000))}</strong></p>${fitting.join('')}<p>${mark}</p>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function inputOf({ contactId, mark, at, body }: Note) {
  const types = [{ associationCategory: Category.HubspotDefined, associationTypeId: NOTE_TO_CONTACT }];
  return {
    properties: { hs_timestamp: at.toISOString(), hs_note_body: body },
    associations: [{ to: { id: contactId }, types }],
    objectWriteTraceId: mark,
  };
}

/** What a search would find minutes later, the contact's own list has at once. */
async function marksOn(api: HubspotApi, contactIds: readonly string[]): Promise<ReadonlySet<string>> {
  const noteIds = await noteIdsOn(api, [...new Set(contactIds)]);
  const marks = new Set<string>();
  for (let from = 0; from < noteIds.length; from += BATCH) {
    const inputs = noteIds.slice(from, from + BATCH).map((id) => ({ id }));
    const asked = { inputs, properties: ['hs_note_body'], propertiesWithHistory: [] };
    const { results } = await api.records.read('notes', asked).catch(rethrow);
    for (const { properties } of results) {
      for (const mark of properties.hs_note_body?.match(MARK) ?? []) marks.add(mark);
    }
  }
  return marks;
}

async function noteIdsOn(api: HubspotApi, contactIds: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  let asked: { id: string; after?: string }[] = contactIds.map((id) => ({ id }));
  while (asked.length > 0) {
    const inputs = asked.slice(0, BATCH);
    const { results } = await api.associations.getPage('contacts', 'notes', { inputs }).catch(rethrow);
    found.push(...results.flatMap(({ to }) => to.map(({ toObjectId }) => String(toObjectId))));
    const more = results.flatMap(({ _from, paging }) =>
      paging?.next ? [{ id: _from.id, after: paging.next.after }] : [],
    );
    asked = [...asked.slice(BATCH), ...more];
  }
  return found;
}

function rethrow(error: unknown): never {
  throw toHandOverError(error);
}
