/** An experiment's part of routing: the arm that a lead goes to, in the words of a trace. */
import type { LeadAttributes } from '../lead.ts';
import type { TraceStep } from '../trace.ts';
import { drawArm, personKey } from './draw-arm.ts';
import { type Arm, type Ending, type Experiment, endingOf, type Run } from './experiment.ts';

/** What routing a lead of an experiment needs to know besides what the lead says. */
export interface DrawFacts {
  /** The lead's id, by which it is drawn where nothing tells the person. */
  leadId: string;
  now: Date;
  /** The runs of this ruleset's experiments, by name. */
  runs: ReadonlyMap<string, Pick<Run, 'leads' | 'endedAt' | 'winner'>>;
}

export interface ChosenArm {
  arm: Arm;
  /** Whether chance decided, so that the lead counts in the experiment. */
  drawn: boolean;
  step: TraceStep;
}

/** @param facts without them nothing is known of any ending, and of nobody's id: for trying a rule out */
export function chooseArm(experiment: Experiment, attributes: LeadAttributes, facts: DrawFacts | null): ChosenArm {
  const { name, split } = experiment;
  const ending = facts && endingOf(experiment, facts.runs.get(name), facts.now);
  const person = personKey(attributes);
  const position = ending
    ? split.arms.findIndex((arm) => arm.name === ending.keeps)
    : drawArm(split.arms, name, person ?? `lead ${facts?.leadId ?? ''}`);
  // An arm that an admin kept and that is no longer there cannot be: its run has other arms.
  const arm = split.arms[position] ?? firstOf(split.arms);
  const because = ending
    ? `${OVER[ending.because]}, and this arm gets all leads`
    : `drawn by the ${person === null ? 'lead, which does not say who it is' : 'person'}, ${position + 1} of ${split.arms.length}`;
  return { arm, drawn: ending === null, step: { step: 'arm', experiment: name, arm: arm.name, because } };
}

const OVER: Record<Ending['because'], string> = {
  ended: 'the experiment was ended',
  date: 'the experiment’s last day is over',
  leads: 'the experiment has all its leads',
};

function firstOf(arms: readonly Arm[]): Arm {
  const [first] = arms;
  if (!first) throw new Error('a split has at least two arms');
  return first;
}
