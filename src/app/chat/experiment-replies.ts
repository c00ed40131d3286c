/** Experiments in chat: the menu on their card that ends one, and `/lead experiment`. Admins only. */

import { experimentCard } from '../../domain/experiments/report.ts';
import { nearestName } from '../../domain/normalise/nearest-name.ts';
import type { CardClick, Reply } from '../../ports/chat-inbox.ts';
import { createEndExperiment } from '../experiments/end-experiment.ts';
import { type ExperimentContext, readExperiments } from '../experiments/read-experiments.ts';
import type { ShowContext } from '../experiments/show-experiments.ts';
import { UUID } from './clicked-card.ts';
import type { Directory, Known } from './directory.ts';
import { note } from './replies.ts';

const ADMINS_ONLY = note(
  'Only admins see experiments and end them. They are listed under "admins" in the routing file.',
);
const GONE = note('The routing file no longer has this experiment in this form; there is nothing to end.');

/** @returns what a choice from the card's menu does; its arm is unchecked */
export function createEndClick(
  context: ShowContext & { directory: Directory },
): (click: CardClick, arm: string) => Promise<Reply> {
  const endExperiment = createEndExperiment(context);
  return async (click, arm) => {
    const { admin } = await context.directory.identify(click.person);
    if (!admin) return ADMINS_ONLY;
    // The card's value is the run's id: one card may stand in several channels.
    if (!UUID.test(click.delivery)) return GONE;
    const outcome = await endExperiment(click.delivery, arm, admin);
    switch (outcome.kind) {
      case 'ended':
        return note(
          `Ended: all its leads go to ${outcome.keeps} from the next one on. The routing file can say so when you next change it.`,
        );
      case 'ended_before':
        return note(`${outcome.by} has ended it already: its leads go to ${outcome.keeps}.`);
      case 'refused':
        return outcome.because === 'unknown_arm' ? note('This arm is not in the experiment. Pick another one.') : GONE;
    }
  };
}

/** More names than this are not read in a chat. */
const NAMES_TOLD = 20;

/** @param typed the experiment's name, in any case; `null`: the only one, or a list of all */
export async function experimentReply(context: ExperimentContext, who: Known, typed: string | null): Promise<Reply> {
  if (!who.admin) return ADMINS_ONLY;
  const reports = await readExperiments(context);
  if (reports.length === 0) {
    return note(
      'No experiment is running. A rule with "split" in the routing file makes one: see docs/experiments.md.',
    );
  }
  const names = reports.map(({ experiment }) => experiment.name);
  const wanted = typed?.toLowerCase();
  const report = reports.find(({ experiment }) => experiment.name.toLowerCase() === wanted);
  const [only] = reports;
  if (report) return { kind: 'card', card: experimentCard(report) };
  if (wanted === undefined && only && reports.length === 1) return { kind: 'card', card: experimentCard(only) };
  const listed = `Experiments: ${names.slice(0, NAMES_TOLD).join(', ')}.`;
  if (typed === null) return note(listed);
  const meant = nearestName(typed, names);
  return note(`There is no experiment "${typed.slice(0, 40)}".${meant ? ` Did you mean ${meant}?` : ''}`, listed);
}
