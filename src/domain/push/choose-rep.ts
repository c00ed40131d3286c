/** Who of a pool gets a lead: the rotation decides among those who can take it, and the trace says why nobody else did. */
import { describeMoment } from '../availability/moment-words.ts';
import { describeUnavailable } from '../availability/unavailable-words.ts';
import type { Lead } from '../lead.ts';
import { inLeads } from '../rotation/units.ts';
import type { PassedOverCode, Trace, TraceStep } from '../trace.ts';
import type { Absence, Desk, Narrowed } from './desk.ts';

export type Choice =
  | { kind: 'rep'; rep: string; narrowed: Narrowed; trace: Trace }
  | { kind: 'nobody'; because: 'nobody_fits' | 'all_passed' | 'all_away'; narrowed: Narrowed; trace: Trace };

/** Somebody to be preferred whoever's turn it is, e.g. the best for a promising lead; `null`: nobody. */
export type Preference = (free: readonly string[]) => { rep: string; because: string } | null;

/** Of each kind of reason so many members are named; of the others only the number is kept. */
const NAMED = 8;

export interface ChoiceInput {
  /** How long the lead has been waiting because nobody could take it. */
  waitedMs: number;
  /** Asked with everybody who is free before the rotation is. */
  prefer: Preference | null;
  /** Who gets their turn of this lead back. */
  insteadOf: string | undefined;
}

export function chooseRep(desk: Desk, lead: Lead, { waitedMs, prefer, insteadOf }: ChoiceInput): Choice {
  const narrowed = desk.narrow(lead, waitedMs);
  const passedBy = new Set(lead.push?.passedBy ?? []);
  const trace = passedOver(desk, narrowed, passedBy);
  const favourite = prefer?.(freeOf(desk, narrowed, passedBy)) ?? null;
  if (favourite) {
    const { rep, because } = favourite;
    return { kind: 'rep', rep, narrowed, trace: [...trace, { step: 'chosen', rep, owed: owed(desk, rep), because }] };
  }
  const next = desk.rotation.next(narrowed.fit ?? undefined, passedBy, insteadOf);
  if (!next) return { kind: 'nobody', because: whyNobody(desk, narrowed, passedBy), narrowed, trace };
  const before = inLeads(next.owedBefore);
  const because = dueWords(before);
  return {
    kind: 'rep',
    rep: next.rep,
    narrowed,
    trace: [...trace, { step: 'chosen', rep: next.rep, owed: before, because }],
  };
}

function dueWords(owedLeads: number): string {
  if (owedLeads < 0) {
    return `they are due first of those who are free, though they have had ${leadsWords(-owedLeads)} more than their share`;
  }
  return `the rotation owes them ${leadsWords(owedLeads)}, and they are due first`;
}

function leadsWords(leads: number): string {
  return `${leads.toFixed(2)} ${leads === 1 ? 'lead' : 'leads'}`;
}

function owed(desk: Desk, rep: string): number {
  return inLeads(desk.rotation.owed(rep));
}

function freeOf(desk: Desk, { fit }: Narrowed, passedBy: ReadonlySet<string>): string[] {
  const fitting = fit ?? desk.pool.members.map(({ rep }) => rep);
  return fitting.filter((rep) => !passedBy.has(rep) && desk.absence(rep) === null);
}

function whyNobody(desk: Desk, { fit }: Narrowed, passedBy: ReadonlySet<string>) {
  if (fit?.length === 0) return 'nobody_fits';
  const fitting = fit ?? desk.pool.members.map(({ rep }) => rep);
  return fitting.some((rep) => passedBy.has(rep)) && fitting.every((rep) => passedBy.has(rep) || desk.absence(rep))
    ? 'all_passed'
    : 'all_away';
}

function passedOver(desk: Desk, narrowed: Narrowed, passedBy: ReadonlySet<string>): Trace {
  const fits = narrowed.fit && new Set(narrowed.fit);
  const steps: TraceStep[] = [];
  if (narrowed.dropped.length > 0) steps.push({ step: 'skills-dropped', skills: [...narrowed.dropped] });
  const counts = new Map<PassedOverCode, number>();
  const tell = (rep: string, code: PassedOverCode, words: () => { because: string; instead?: string }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count <= NAMED) steps.push({ step: 'passed-over', rep, code, ...words() });
  };
  if (fits) {
    for (const { rep } of desk.pool.members) {
      if (!fits.has(rep)) tell(rep, 'does_not_fit', () => misfitWords(narrowed, rep));
    }
  }
  for (const rep of desk.absent()) {
    const absence = desk.absence(rep);
    if (absence && (fits?.has(rep) ?? true)) tell(rep, absence.code, () => absenceWords(absence, desk));
  }
  for (const rep of passedBy) {
    tell(rep, 'passed_on_it', () => ({ because: 'they had it in this round and did not take it' }));
  }
  const others = [...counts].filter(([, count]) => count > NAMED);
  return [
    ...steps,
    ...others.map(([code, count]): TraceStep => ({ step: 'others-passed-over', code, count: count - NAMED })),
  ];
}

/** Names the skill and what the rep takes, never what the lead says: the trace of a blind lead may be read before the claim. */
function misfitWords({ misfitsOf }: Narrowed, rep: string): { because: string; instead: string } {
  const misfits = misfitsOf(rep);
  const because = misfits
    .map(({ skill, wants }) => `they take only ${SKILL_WORDS[skill] ?? skill} ${wants}`)
    .join(', and ');
  return { because, instead: 'Their skills in the routing file change that.' };
}

const SKILL_WORDS: Record<string, string> = {
  territories: 'their territory:',
  countries: 'the countries',
  regions: 'the regions',
  postalCodes: 'the postal codes',
  languages: 'the languages',
  industries: 'the industries',
  employees: 'companies with head counts of',
  products: 'the products',
};

function absenceWords({ code, until, detail }: Absence, { now, pool }: Desk): { because: string; instead?: string } {
  if (detail && 'cap' in detail) {
    const what = detail.cap === 'open' ? `${detail.limit} leads in hand` : `${detail.limit} leads per ${detail.cap}`;
    const instead = until
      ? `They are free again ${describeMoment(until, now, pool.timezone)}.`
      : 'Closing one frees them.';
    return { because: `they are at their cap of ${what}`, instead };
  }
  if (code === 'offers_unanswered') {
    return { because: `they have ${pool.offer.atOnce} offers to answer first`, instead: 'Answering one frees them.' };
  }
  if (!detail) return { because: 'they are not free' };
  const instead = INSTEAD[code];
  const words = describeUnavailable(detail, now, pool.timezone);
  const verb = code === 'presence_away' ? '' : code === 'dnd' ? 'they have ' : 'they are ';
  return { because: `${verb}${words}`, ...(instead ? { instead } : {}) };
}

const INSTEAD: Partial<Record<PassedOverCode, string>> = {
  away: 'The word "back" ends that.',
  not_in_chat: 'The e-mail address in the routing file must be the one they have in chat.',
  presence_away: 'The word "back" overrules it.',
  dnd: 'The word "back" overrules it.',
  in_huddle: 'The word "back" overrules it.',
  status: 'The word "back" overrules it.',
};
