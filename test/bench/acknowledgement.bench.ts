/** How soon Slack gets its acknowledgement of a click (design §6, number 4): signed HTTP, through Bolt, to the stored claim. */
import type { ChatMessage } from '../../src/playground/workspace-state.ts';
import { leadInput, REP_EMAILS } from './bench-leads.ts';
import { atMost, type BenchRow } from './bench-row.ts';
import { type LiveBench, withLiveDibs } from './live-bench.ts';
import { median, openLoop, percentile, waitUntil } from './measure.ts';

const PER_SECOND = 100;
const CLICKS = 1_000;
/** Reps that click on each lead, one shortly after the other: one has it, the others are told. */
const RIVALS = 5;
const LEADS = CLICKS / RIVALS;
/** Enough channels for all cards within a few seconds, at Slack's pace of one per second and channel. */
const POOLS = 50;

/** Without the playground's rate limits: 100 clicks a second bring more edits than Slack takes, which is another matter. */
export function benchAcknowledgement(): Promise<BenchRow[]> {
  return withLiveDibs({ pools: POOLS, rateLimits: 'off' }, async (dibs) => {
    const cards = await postCards(dibs);
    const users = REP_EMAILS.map((email) => dibs.playground.userId(email));
    const times = await openLoop({ perSecond: PER_SECOND, calls: CLICKS }, async (click) => {
      const card = cards[Math.floor(click / RIVALS)];
      const user = users[click % users.length];
      if (!card || !user) throw new Error('there are too few cards or reps');
      // As the rep's own client still shows it: the card may have changed a moment ago.
      const reaction = await dibs.playground.act({
        user,
        at: { channel: card.channel, stale: card.message },
        actionId: 'claim',
      });
      // Slack waits for 3 seconds; that counts as a time.
      if (!reaction.ok && reaction.error !== 'timed_out') throw new Error(`click ${click}: ${reaction.error}`);
    });
    const answered = () => claims(dibs, ['claimed', 'already_claimed', 'already_yours']);
    await waitUntil(async () => (await answered()) >= CLICKS, 30_000, 'every click is answered');
    const claimed = await claims(dibs, ['claimed']);
    return [
      atMost({
        name: `acknowledging clicks on Claim, p99 at ${PER_SECOND}/s (p50 ${median(times).toFixed(1)} ms)`,
        unit: 'ms',
        figure: percentile(times, 99),
        limit: 300,
      }),
      {
        name: `winners of ${CLICKS.toLocaleString('en')} clicks on ${LEADS} leads`,
        figure: String(claimed),
        baseline: String(LEADS),
        ratio: claimed / LEADS,
        bound: '= 1',
        ok: claimed === LEADS,
      },
    ];
  });
}

async function claims({ metric }: LiveBench, outcomes: readonly string[]): Promise<number> {
  const counts = await Promise.all(outcomes.map((outcome) => metric(`dibs_claims_total{outcome="${outcome}"}`)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function postCards({ playground, send }: LiveBench): Promise<{ channel: string; message: ChatMessage }[]> {
  const cards: { channel: string; message: ChatMessage }[] = [];
  playground.workspace.onChange((change) => {
    if (change.type === 'message' && !change.message.editedTs) cards.push(change);
  });
  await send(Array.from({ length: LEADS }, (_, index) => leadInput(index, index % POOLS)));
  await waitUntil(() => cards.length >= LEADS, 30_000, `${LEADS} cards`);
  return cards.slice(0, LEADS);
}
