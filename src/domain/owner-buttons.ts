/** What the owner of a lead can do with it on a card: few enough to be seen at once on a phone. */
import type { CardAction, CardButton, CardMenu } from './card.ts';
import type { Lead } from './lead.ts';
import { leadForm, SNOOZES, WITH_NOTE } from './lead-forms.ts';
import type { Ruleset } from './ruleset.ts';
import { STAGES, TOUCHES } from './stages.ts';

/** On the lead's own card. A closed lead keeps its stage picker only: that is how a wrong Won or Lost is put right. */
export function ownerActions(lead: Lead, ruleset: Ruleset, value: string): CardAction[] {
  const stage: CardMenu = {
    kind: 'select',
    id: 'stage',
    placeholder: 'Stage…',
    options: [...STAGES],
    ...(lead.stage ? { selected: lead.stage } : {}),
    form: leadForm('stage', lead, ruleset),
    value,
  };
  if (lead.status === 'won' || lead.status === 'lost') return [stage];
  return [
    contactedMenu(lead, ruleset, value),
    stage,
    ...(lead.limit ? [snoozeMenu(lead, ruleset, value)] : []),
    releaseButton(lead, ruleset, value),
    { ...handOverButton(lead, ruleset, value), tucked: true },
    { ...whyButton('Why me?', value), tucked: true },
  ];
}

/** What answers a reminder. */
export function reminderActions(lead: Lead, ruleset: Ruleset, value: string): CardAction[] {
  return [
    contactedMenu(lead, ruleset, value),
    ...(lead.limit ? [snoozeMenu(lead, ruleset, value)] : []),
    handOverButton(lead, ruleset, value),
    releaseButton(lead, ruleset, value),
  ];
}

/** Two taps, and it is known how they were reached: a button that says no more would make every touch "other". */
function contactedMenu(lead: Lead, ruleset: Ruleset, value: string): CardMenu {
  const options = [...TOUCHES, WITH_NOTE];
  const form = leadForm('contacted', lead, ruleset);
  return { kind: 'select', id: 'contacted', placeholder: 'Contacted…', options, form, value };
}

function snoozeMenu(lead: Lead, ruleset: Ruleset, value: string): CardMenu {
  const form = leadForm('snooze', lead, ruleset);
  return { kind: 'select', id: 'snooze', placeholder: 'Snooze…', options: [...SNOOZES], form, value };
}

function handOverButton(lead: Lead, ruleset: Ruleset, value: string): CardButton {
  return { kind: 'button', id: 'hand-over', label: 'Hand over', form: leadForm('hand-over', lead, ruleset), value };
}

function releaseButton(lead: Lead, ruleset: Ruleset, value: string): CardButton {
  const form = leadForm('release', lead, ruleset);
  return { kind: 'button', id: 'release', label: 'Release', style: 'danger', form, value };
}

/** Asks for the trace in plain words. */
export function whyButton(label: string, value: string): CardButton {
  return { kind: 'button', id: 'why', label, value };
}
