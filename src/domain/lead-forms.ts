/** What people are asked before a lead is given back, refused, corrected, handed over, put off, won or lost: the same on every platform. */
import type { CardActionId, CardForm, CardOption, FormField } from './card.ts';
import type { Lead } from './lead.ts';
import type { Ruleset } from './ruleset.ts';
import { editForm, REVIEW_FORMS, rejectForm } from './screening/review-forms.ts';
import { DECLINE_REASONS, LOST_REASONS, NOTE_MAX, RELEASE_REASONS, STAGES, TOUCHES } from './stages.ts';

/** `won` and `lost` are what `stage` asks besides once one of them is chosen; `snooze-until` what `snooze` does. */
export const FORM_PURPOSES = [
  'release',
  'decline',
  'contacted',
  'stage',
  'won',
  'lost',
  'snooze',
  'snooze-until',
  'hand-over',
  ...REVIEW_FORMS,
] as const;
export type FormPurpose = (typeof FORM_PURPOSES)[number];

/** The choices of a snooze. Times are by the rep's own clock. */
export const SNOOZES: readonly CardOption[] = [
  { value: '1h', label: '1 hour' },
  { value: 'tomorrow', label: 'Tomorrow 9:00' },
  { value: 'pick', label: 'Pick a moment…' },
];

/** A choice of the menu *Contacted…* that asks for a note first. */
export const WITH_NOTE: CardOption = { value: 'note', label: 'With a note…' };

/**
 * Where a platform has dialogs: which one a click or a choice opens.
 * @param choice of a menu; `null` for a button
 * @returns `null` where there is nothing more to ask
 */
export function dialogOf(action: CardActionId, choice: string | null): FormPurpose | null {
  switch (action) {
    case 'release':
    case 'decline':
    case 'hand-over':
    case 'disqualify':
    case 'edit':
      return action;
    case 'contacted':
      return choice === WITH_NOTE.value ? 'contacted' : null;
    case 'stage':
      return choice === 'won' || choice === 'lost' ? choice : null;
    case 'snooze':
      return choice === 'pick' ? 'snooze-until' : null;
    default:
      return null;
  }
}

/** The field that a menu's choice fills in, where the choice is all there is to say. */
export const CHOICE_FIELD = { contacted: 'how', stage: 'stage', snooze: 'until' } as const;

/** The longest amount and name that can be typed, in characters. */
const LINE_MAX = 80;

/** @param lead as it stands: what it says already is filled in */
export function leadForm(purpose: FormPurpose, lead: Lead, ruleset: Ruleset): CardForm {
  switch (purpose) {
    case 'release':
      return { submit: 'Release', fields: [choice('reason', 'Why do you give it back?', RELEASE_REASONS), FOR_NEXT] };
    case 'decline':
      return { submit: 'Decline', fields: [choice('reason', 'Why do you not take it?', DECLINE_REASONS), FOR_NEXT] };
    case 'contacted':
      return { submit: 'Record', fields: [{ ...choice('how', 'How?', TOUCHES), selected: 'call' }, NOTE] };
    case 'stage':
      return {
        submit: 'Set stage',
        fields: [
          {
            ...choice('stage', 'Where does this lead stand?', STAGES),
            ...(lead.stage ? { selected: lead.stage } : {}),
          },
          { ...amount(ruleset), label: `${amount(ruleset).label}, if won` },
          { ...choice('reason', 'Why, if lost', LOST_REASONS), required: false },
          NOTE,
        ],
      };
    case 'won':
      return { submit: 'Won', fields: [amount(ruleset), NOTE] };
    case 'lost':
      return { submit: 'Lost', fields: [choice('reason', 'Why was it lost?', LOST_REASONS), NOTE] };
    case 'snooze':
      return {
        submit: 'Snooze',
        fields: [
          { ...choice('until', 'Remind me again', SNOOZES), selected: '1h' },
          { ...MOMENT, label: 'The moment, if you pick one', required: false },
        ],
      };
    case 'snooze-until':
      return { submit: 'Snooze', fields: [MOMENT] };
    case 'hand-over':
      return { submit: 'Hand over', fields: [colleague(lead, ruleset), FOR_NEXT] };
    case 'disqualify':
      return rejectForm();
    case 'edit':
      return editForm(lead, ruleset);
  }
}

const NOTE: FormField = { kind: 'text', name: 'note', label: 'Note', required: false, max: NOTE_MAX };
const FOR_NEXT: FormField = { ...NOTE, label: 'Anything the next rep should know' };
const MOMENT: FormField = { kind: 'moment', name: 'at', label: 'Remind me again', required: true };

function choice(name: string, label: string, options: readonly CardOption[]): FormField & { kind: 'choice' } {
  return { kind: 'choice', name, label, required: true, options };
}

function amount({ currency }: Ruleset): FormField & { kind: 'line' } {
  return {
    kind: 'line',
    name: 'amount',
    label: currency ? `Amount in ${currency}` : 'Amount',
    required: false,
    max: LINE_MAX,
  };
}

/** More names than this are typed rather than scrolled through. */
const COLLEAGUES_LISTED = 25;

/** A list of the pool's members, or of all reps for a lead without a pool. Any name, where that would be endless. */
function colleague({ pool: id, owner }: Lead, ruleset: Ruleset): FormField {
  const pool = ruleset.pools.find((candidate) => candidate.id === id);
  const members = pool && new Set(pool.members.map(({ rep }) => rep));
  const others = ruleset.reps.filter((rep) => rep.id !== owner && (!members || members.has(rep.id)));
  if (others.length === 0 || others.length > COLLEAGUES_LISTED) {
    return { kind: 'line', name: 'rep', label: 'Who gets it? Name, e-mail or id', required: true, max: LINE_MAX };
  }
  return choice(
    'rep',
    'Who gets it?',
    others.map(({ id: value, name }) => ({ value, label: name })),
  );
}
