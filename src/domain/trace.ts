/**
 * The trace: why a lead went where it went, step by step, in codes with the facts beside them.
 * It is stored with the `routed` event for as long as the lead, and read back by the API and the cards.
 */
import type { UnavailableCode } from './availability/availability.ts';
import type { Verdict } from './lead.ts';
import { MATCH_WORDS, type MatchedBy } from './people/merge-events.ts';
import { pointsText, scoreText } from './screening/score-words.ts';

export type TraceStep =
  /** A scoring rule that held. */
  | { step: 'scored'; rule: string; points: number }
  /** What screening found. `score`: where one was counted or given; `because` continues "since". */
  | { step: 'screened'; verdict: Verdict; score: number | null; because: string }
  /** An admin passed the lead on, so that screening is over and rules that lead to review or out are passed over. */
  | { step: 'approved'; by: string }
  /** One of those rules. */
  | { step: 'rule-passed-over'; rule: string; position: number }
  /**
   * A rule that did not match; `because` names the first condition that failed, with the lead's value unless the field
   * identifies the lead or is a custom one. `position` counts from 1.
   */
  | { step: 'rule'; rule: string; position: number; matched: false; because: string }
  /** The rule that decided; `because` lists the conditions that held. */
  | { step: 'rule'; rule: string; position: number; matched: true; because: string }
  /** Rules before the listed ones that did not match either; left out to keep the trace short. */
  | { step: 'rules-skipped'; count: number }
  /** The deciding rule is an experiment: the arm that this lead goes to. Says nothing of who the person is. */
  | { step: 'arm'; experiment: string; arm: string; because: string }
  /** What the deciding rule leads to. */
  | { step: 'destination'; kind: 'pool' | 'rep' | 'review' | 'disqualify'; name: string; because: string }
  /** Who has had this person or company before, and whether the lead went to them for it. */
  | { step: 'known-owner'; rep: string; by: 'person' | 'company'; taken: boolean; because: string }
  /** The same person has an open lead, which this one went into. */
  | { step: 'merged'; into: string; by: MatchedBy }
  /** Routing itself failed; the lead went to review instead of being lost. */
  | { step: 'failed'; because: string }
  /** A member of the pool who could not be chosen. Says nothing of the lead's values: blind leads have traces too. */
  | { step: 'passed-over'; rep: string; code: PassedOverCode; because: string; instead?: string }
  /** More members who could not be chosen for the same kind of reason; left out to keep the trace short. */
  | { step: 'others-passed-over'; code: PassedOverCode; count: number }
  /** Skills that the pool prefers and no longer asks for, since the lead has waited. */
  | { step: 'skills-dropped'; skills: string[] }
  /** Who is next, and by what. `owed` in leads, before this turn. */
  | { step: 'chosen'; rep: string; owed: number; because: string }
  /** Nobody was left; what happens instead. */
  | { step: 'nobody'; then: 'held' | 'fallback' | 'second-chance' | 'owner'; name: string; because: string };

/** Why a member was not chosen: not there, or not for this lead. */
export type PassedOverCode = UnavailableCode | 'does_not_fit' | 'cap_reached' | 'offers_unanswered' | 'passed_on_it';

export type Trace = TraceStep[];

/** What a rep is called, by id. */
export type NameOf = (rep: string) => string;

/** Programs and the command line go by ids. */
const BY_ID: NameOf = (rep) => rep;

/** A trace in plain words, one sentence per step, for the API, the command line and cards. */
export function describeTrace(trace: Trace, nameOf: NameOf = BY_ID): string[] {
  return trace.map((step) => describeStep(step, nameOf));
}

/** One step as one sentence. */
export function describeStep(step: TraceStep, nameOf: NameOf = BY_ID): string {
  switch (step.step) {
    case 'scored':
      return `${pointsText(step.points)} ${step.rule}.`;
    case 'screened':
      return `${screenedText(step)}, since ${step.because}.`;
    case 'approved':
      return `${step.by} approved it, so it is not screened again.`;
    case 'rule-passed-over':
      return `Rule ${step.position} "${step.rule}" is passed over: it keeps leads from sales, and this one was approved.`;
    case 'rules-skipped':
      return `${step.count} earlier ${step.count === 1 ? 'rule' : 'rules'} did not match.`;
    case 'rule':
      return `Rule ${step.position} "${step.rule}" ${step.matched ? 'matched' : 'did not match'}: ${step.because}.`;
    case 'arm':
      return `Arm "${step.arm}" of the experiment "${step.experiment}": ${step.because}.`;
    case 'destination':
      return `${GOES_TO[step.kind]} "${step.kind === 'rep' ? nameOf(step.name) : step.name}", because ${step.because}.`;
    case 'known-owner':
      return step.taken
        ? `${nameOf(step.rep)} has this ${step.by} ${step.because}.`
        : `${nameOf(step.rep)} has had this ${step.by}, but ${step.because}.`;
    case 'merged':
      return `Went into lead ${step.into}, which is open and has the same ${MATCH_WORDS[step.by]}.`;
    case 'failed':
      return `Routing failed (${step.because}), so an admin decides.`;
    case 'passed-over':
      return `${nameOf(step.rep)} was passed over: ${step.because}.${step.instead ? ` ${step.instead}` : ''}`;
    case 'others-passed-over':
      return `${step.count} more ${step.count === 1 ? 'member was' : 'members were'} passed over: ${OTHERS_BECAUSE[step.code]}.`;
    case 'skills-dropped':
      return `It has waited long enough that ${step.skills.join(' and ')} no longer ${step.skills.length === 1 ? 'matters' : 'matter'}.`;
    case 'chosen':
      return `${nameOf(step.rep)} is next: ${step.because}.`;
    case 'nobody':
      return `${NOBODY_THEN[step.then]}${nobodyName(step, nameOf)}, because ${step.because}.`;
  }
}

const VERDICT_WORDS: Record<Verdict, string> = {
  qualified: 'qualified',
  review: 'to review',
  disqualified: 'disqualified',
};

function screenedText({ verdict, score }: TraceStep & { step: 'screened' }): string {
  const words = VERDICT_WORDS[verdict];
  return score === null ? `Screening: ${words}` : `Score ${scoreText(score)}: ${words}`;
}

function nobodyName({ then, name }: TraceStep & { step: 'nobody' }, nameOf: NameOf): string {
  if (!name) return '';
  return ` ${then === 'owner' ? nameOf(name) : name}`;
}

const GOES_TO = {
  pool: 'Goes to the pool',
  rep: 'Goes to the rep',
  review: 'Goes to review:',
  disqualify: 'Is disqualified:',
} as const;

const OTHERS_BECAUSE: Record<PassedOverCode, string> = {
  does_not_fit: 'they do not take such leads',
  away: 'they are away',
  out_of_office: 'they are out of office',
  holiday: 'they have a public holiday',
  off_hours: 'they are not at work',
  not_in_chat: 'nobody in chat has their e-mail address',
  presence_away: 'their chat shows them as away',
  dnd: 'they have notifications paused',
  in_huddle: 'they are on a call',
  status: 'their status says so',
  cap_reached: 'they have had their share',
  offers_unanswered: 'they have offers to answer first',
  passed_on_it: 'they passed on it already',
};

const NOBODY_THEN = {
  held: 'It waits',
  fallback: 'It goes on to the pool',
  'second-chance': 'Everybody is asked once more',
  owner: 'It goes to',
} as const;
