/** `/lead owed`: why the rotation owes a rep what it does, lead by lead. */
import type { CardNote } from '../../domain/card.ts';
import { repName } from '../../domain/lead-card.ts';
import { isMember, type Rep, type Ruleset } from '../../domain/ruleset.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import type { ExplainLedger, LedgerAccount, LedgerLine } from '../push/explain-ledger.ts';
import type { Known } from './directory.ts';
import { hasQueue, signed } from './queue-reply.ts';
import { note, STRANGER } from './replies.ts';

/** What can be read on a phone; the sum of what came before stands in front. */
const LINES_SHOWN = 8;
const POOLS_SHOWN = 3;

export interface OwedContext {
  ruleset: Ruleset;
  explainLedger: ExplainLedger;
}

/**
 * @param asked.rep about whom; members of a pool may ask about each other
 * @param asked.typed how they were called, or `null`
 */
export async function owedReply(
  { ruleset, explainLedger }: OwedContext,
  who: Known,
  { rep, typed }: { rep: Rep | null; typed: string | null },
): Promise<Reply> {
  if (!who.rep && !who.admin) return STRANGER;
  if (!rep) return note(typed === null ? 'Say whom you mean: owed <rep>' : `There is no rep "${typed.slice(0, 40)}".`);
  const mayRead = (pool: Ruleset['pools'][number]) => who.admin !== null || (who.rep && isMember(pool, who.rep.id));
  const pools = ruleset.pools.filter((pool) => hasQueue(pool) && isMember(pool, rep.id) && mayRead(pool));
  const name = repName(ruleset, rep.id);
  if (pools.length === 0) return note(`You share no pool with ${name} in which leads are given out in turn.`);
  const lines: CardNote[] = [];
  for (const pool of pools.slice(0, POOLS_SHOWN)) {
    const accounts = await explainLedger(pool.id, rep.id);
    if (accounts.length === 0) lines.push({ text: `${pool.id}: no lead was given out yet.` });
    lines.push(...accounts.flatMap((account) => accountLines(account, name)));
  }
  return { kind: 'note', lines };
}

function accountLines({ pool, queue, owed, opening, lines }: LedgerAccount, name: string): CardNote[] {
  const shown = lines.slice(-LINES_SHOWN);
  const before = lines.at(-LINES_SHOWN - 1)?.balance ?? opening;
  return [
    { text: `${pool}${queue === '' ? '' : `, ${queue}`}: ${name} is owed ${signed(owed)} leads.` },
    ...(before === 0 && lines.length <= LINES_SHOWN ? [] : [{ text: `${signed(before)} from before` }]),
    ...shown.map((line) => ({ label: lineText(line), at: line.at })),
  ];
}

function lineText({ amount, balance, cause, lead }: LedgerLine): string {
  const what = lead === null ? CAUSES[cause] : `${CAUSES[cause]}, lead ${lead.slice(-6)}`;
  return `${signed(amount)} → ${signed(balance)} · ${amount > 0 && cause === 'offered' ? `share of a lead, ${lead?.slice(-6)}` : what}`;
}

const CAUSES: Record<LedgerLine['cause'], string> = {
  offered: 'offered',
  claimed: 'won the claim window',
  assigned: 'assigned by hand',
  'returning-owner': 'came back to its owner',
  declined: 'declined, the turn moved on',
  expired: 'ran out, the turn moved on',
  withdrawn: 'taken back, the turn moved on',
  joined: 'joined the pool',
  left: 'left the pool',
  weight: 'other weight',
  present: 'there again',
  absent: 'not there',
};
