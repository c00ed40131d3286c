/** Who of a pool gets a lead: the rotation decides among those who can take it, and the trace says why nobody else did. */
import { describeMoment } from '../availability/moment-words.ts';
import { describeUnavailable } from '../availability/unavailable-words.ts';
import type { Lead } from '../lead.ts';
import { inLeads } from '../rotation/units.ts';
import type { PassedOverCode, Trace, TraceStep } from '../trace.ts';
import { type Absence, type Desk, inShort, NAMED, type Narrowed } from './desk.ts';

export type Choice =
  | { kind: 'rep'; rep: string; narrowed: Narrowed; trace: Trace }
  | { kind: 'nobody'; because: 'nobody_fits' | 'all_passed' | 'all_away'; narrowed: Narrowed; trace: Trace };

/** Somebody to be preferred whoever's turn it is, e.g. the best for a promising lead; `null`: nobody. */
export type Preference = (free: readonly string[]) => { rep: string; because: string } | null;

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
  const { fit, dropped } = narrowed;
  const absent = fit ? inShort(absentAmong(desk, fit)) : desk.absentInShort();
  const misfits = fit ? misfitsOf(desk, new Set(fit)) : [];
  const steps: TraceStep[] = [
    ...(dropped.length > 0 ? [{ step: 'skills-dropped' as const, skills: [...dropped] }] : []),
    ...misfits
      .slice(0, NAMED)
      .map((rep): TraceStep => ({ step: 'passed-over', rep, code: 'does_not_fit', ...misfitWords(narrowed, rep) })),
    ...absent.named.map(
      ([rep, absence]): TraceStep => ({ step: 'passed-over', rep, code: absence.code, ...absenceWords(absence, desk) }),
    ),
    ...[...passedBy]
      .slice(0, NAMED)
      .map((rep): TraceStep => ({ step: 'passed-over', rep, code: 'passed_on_it', because: PASSED_ON_IT })),
  ];
  const counts = [...absent.counts, ['does_not_fit', misfits.length], ['passed_on_it', passedBy.size]] as const;
  const others = counts.filter(([, count]) => count > NAMED);
  return [
    ...steps,
    ...others.map(([code, count]): TraceStep => ({ step: 'others-passed-over', code, count: count - NAMED })),
  ];
}

const PASSED_ON_IT = 'they had it in this round and did not take it';

function absentAmong(desk: Desk, fit: readonly string[]): Map<string, Absence> {
  return new Map(
    fit.flatMap((rep) => {
      const absence = desk.absence(rep);
      return absence ? [[rep, absence] as const] : [];
    }),
  );
}

function misfitsOf(desk: Desk, fits: ReadonlySet<string>): string[] {
  return desk.pool.members.flatMap(({ rep }) => (fits.has(rep) ? [] : [rep]));
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
