/**
 * Keeps the cards of experiments in the admins' channels: posted when one begins, changed when there is more to say. Safe to call at any time and on
 * every instance: a card that says the same already is left alone.
 */
import type { Card } from '../../domain/card.ts';
import { type Experiment, experimentsOf, type Run, splitKey } from '../../domain/experiments/experiment.ts';
import { type ExperimentReport, experimentCard, goneCard } from '../../domain/experiments/report.ts';
import { endingText, untilText, verdictLines } from '../../domain/experiments/words.ts';
import type { PublishedRuleset } from '../../domain/ruleset.ts';
import type { NotifyAdmins } from '../delivery/notify-admins.ts';
import type { ChangeContext } from '../record-changes.ts';
import { reportsOf } from './read-experiments.ts';
import { beginRuns } from './route-with-draws.ts';

export type ShowContext = Pick<ChangeContext, 'store' | 'clock' | 'ids' | 'conversations' | 'wake' | 'ruleset'>;

/** Begins the experiments of the ruleset, if they have not begun, and brings every card up to date. */
export async function showExperiments(
  context: ShowContext & { ruleset: PublishedRuleset },
  notifyAdmins: NotifyAdmins,
): Promise<void> {
  const { store, ruleset, clock } = context;
  const experiments = experimentsOf(ruleset);
  if (experiments.length > 0) await beginRuns(context, store, ruleset.version, clock.now());
  const runs = await store.experiments.all();
  const reports = await reportsOf(context, runs);
  for (const report of reports) {
    if (isStillborn(report)) continue;
    await showCard(context, report);
    await tell(report, notifyAdmins);
  }
  for (const run of runs) if (!isThere(run, experiments)) await editCards(context, run.id, goneCard(run));
}

/** Posts the card of one experiment, or changes it. */
export async function showCard(context: ShowContext, report: ExperimentReport): Promise<void> {
  const { store, ids, conversations, wake } = context;
  const card = experimentCard(report);
  const posted: string[] = [];
  for (const conversationId of conversations.admins()) {
    const notice = { id: ids.next(), key: cardKey(report.run.id, conversationId), conversationId, card };
    if (await store.deliveries.wantNotice(notice)) posted.push(conversationId);
  }
  wake.deliveries(posted);
  await editCards(context, report.run.id, card);
}

async function editCards(
  { store, conversations, wake }: Pick<ShowContext, 'store' | 'conversations' | 'wake'>,
  runId: string,
  card: Card,
): Promise<void> {
  const edited: string[] = [];
  for (const conversationId of conversations.admins()) {
    if (await store.deliveries.editNotice(cardKey(runId, conversationId), card)) edited.push(conversationId);
  }
  wake.deliveries(edited);
}

function cardKey(runId: string, conversationId: string): string {
  return `experiment:${runId}@${conversationId}`;
}

/** Its last day was over before it drew anybody. */
function isStillborn({ run, ending }: ExperimentReport): boolean {
  return ending?.because === 'date' && run.leads === 0;
}

function isThere({ name, split }: Run, experiments: readonly Experiment[]): boolean {
  return experiments.some((experiment) => experiment.name === name && splitKey(experiment.split) === split);
}

/** A card that changes is seen by nobody who does not look: what is worth knowing is told once, below. */
async function tell(
  { experiment, run, ending, comparison }: ExperimentReport,
  notifyAdmins: NotifyAdmins,
): Promise<void> {
  const lines = verdictLines(comparison, experiment.split.goal);
  const { name } = experiment;
  if (ending?.because === 'date' || ending?.because === 'leads') {
    const key = `experiment-over:${run.id}:${untilText(experiment)}`;
    await notifyAdmins({ key, title: `The experiment ${name} is over`, lines: [endingText(ending, null), ...lines] });
  } else if (!ending && comparison.verdict.kind === 'found') {
    const lastLine = 'End it on its card, or let it run on: the verdict holds either way.';
    await notifyAdmins({
      key: `experiment-found:${run.id}`,
      title: `The experiment ${name} has found a difference`,
      lines: [...lines, lastLine],
    });
  }
}
