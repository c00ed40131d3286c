/** What Dibs answers to people, in sentences that say what happened and what to do. Private to the person who asked. */
import type { ClaimOutcome } from '../../domain/lead-actions.ts';
import { REMOVED, repName } from '../../domain/lead-card.ts';
import { type OwnerOutcome, type OwnerRefusal, SNOOZE_MAX_DAYS } from '../../domain/owner-actions.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Reply } from '../../ports/chat-inbox.ts';

const NOTHING: Reply = { kind: 'nothing' };

export function note(...lines: string[]): Reply {
  return { kind: 'note', lines: lines.map((text) => ({ text })) };
}

export const UNKNOWN_CARD = note(
  'Dibs does not know this card any more. If the lead matters, ask an admin to look it up.',
);

export const STRANGER = note(
  'Dibs does not know you as a rep.',
  'Ask your sales-ops person to add your e-mail address to the routing file, then click again.',
);

export const UNKNOWN_LEAD = 'This lead no longer exists.';

/** @param clickedAt when the person clicked, for saying how much too late it was */
export function claimReply(outcome: ClaimOutcome, ruleset: Ruleset, clickedAt: Date): Reply {
  switch (outcome.kind) {
    case 'claimed':
      return note('It is yours. You find everything about it in your direct messages with Dibs.');
    case 'already_yours':
      return note('This lead is yours already: it is in your direct messages with Dibs.');
    case 'already_claimed':
      return note(
        `${repName(ruleset, outcome.by)} claimed this lead ${ahead(clickedAt.getTime() - outcome.at.getTime())}.`,
      );
    case 'in_window':
      return {
        kind: 'note',
        lines: [
          {
            text: outcome.already
              ? 'Your click counts already.'
              : 'Your click counts. Whoever of those who click is owed most gets this lead.',
          },
          { label: 'Decided', at: outcome.until },
        ],
      };
    case 'refused':
      return note(...claimRefusal(outcome, ruleset));
  }
}

function claimRefusal(outcome: Extract<ClaimOutcome, { kind: 'refused' }>, ruleset: Ruleset): string[] {
  switch (outcome.because) {
    case 'not_a_member':
      return [
        `Only members of the pool ${outcome.pool} can claim this lead.`,
        `Members: ${membersOf(outcome.pool, ruleset)}. Admins can add you in the routing file.`,
      ];
    case 'budget_spent':
      return [
        `You have claimed ${outcome.claims} leads of this pool in the last ${span(outcome.perMs)}, which is its limit.`,
        'Leave this one to the others; you can claim again a little later.',
      ];
    case 'outdated_card':
      return ['This card is out of date: the lead was given back and posted again. Use the newest card.'];
    case 'not_open':
      return ['This lead is not open for claiming any more.'];
    case 'erased':
      return [REMOVED];
    case 'unknown_lead':
      return [UNKNOWN_LEAD];
  }
}

const MEMBERS_NAMED = 10;

function membersOf(poolId: string, ruleset: Ruleset): string {
  const members = ruleset.pools.find((pool) => pool.id === poolId)?.members ?? [];
  const names = members.slice(0, MEMBERS_NAMED).map((member) => repName(ruleset, member.rep));
  const more = members.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** A length of time from the routing file, in words: "hour", "2 hours", "30 minutes". */
function span(ms: number): string {
  const [size, unit] = SPANS.find(([unitMs]) => ms % unitMs === 0) ?? [1000, 'second'];
  const count = Math.round(ms / size);
  return count === 1 ? unit : `${count} ${unit}s`;
}

const SPANS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
] as const;

/** How far somebody else was ahead, in words: "0.4 s before you", "at the same moment". */
export function ahead(ms: number): string {
  if (ms < 50) return 'at the same moment as you, and was first';
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s before you`;
  if (ms < 60_000) return `${Math.round(ms / 1000)} s before you`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min before you`;
  return `${Math.round(ms / 3_600_000)} h before you`;
}

/** The card itself shows what was done; only a refusal needs words. */
export function ownerReply(outcome: OwnerOutcome): Reply {
  return outcome.kind === 'refused' ? note(ownerSentence(outcome.because)) : NOTHING;
}

export function ownerSentence(because: OwnerRefusal): string {
  return OWNER_REFUSALS[because];
}

const OWNER_REFUSALS: Record<OwnerRefusal, string> = {
  not_yours: 'This lead is not yours any more; nothing was changed.',
  closed: 'This lead is closed. Set its stage back first if that was a mistake.',
  erased: REMOVED,
  unknown_lead: UNKNOWN_LEAD,
  no_reason: 'Say why it was lost; nothing was changed.',
  not_then: 'A touch is neither in time to come nor from before the lead was yours; nothing was changed.',
  nothing_to_snooze: 'No time limit runs for this lead, so there is nothing to put off.',
  in_the_past: 'That moment has passed. Pick a later one.',
  too_far: `A lead can be put off for ${SNOOZE_MAX_DAYS} days at most. Pick an earlier moment, or release it.`,
  unknown_rep: 'There is no rep of this name. Use the name, the e-mail address or the id in the routing file.',
  to_yourself: 'It is yours already. Pick somebody else.',
};
