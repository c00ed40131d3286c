/** What was done with a lead, for those who cannot see its card change. */
import { describeMoment } from '../../domain/availability/moment-words.ts';
import { repName } from '../../domain/lead-card.ts';
import { money } from '../../domain/lead-fields.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import { LOST_REASONS, labelOf, RELEASE_REASONS, STAGES, TOUCHES } from '../../domain/stages.ts';
import type { OwnerWish } from './do-filled.ts';

interface Telling {
  ruleset: Ruleset;
  now: Date;
  /** The reader's, an IANA name. */
  timezone: string;
}

/** Without a full stop: the lead's name follows. @param wish its `to` is a rep's id */
export function doneSentence(wish: OwnerWish, { ruleset, now, timezone }: Telling): string {
  switch (wish.kind) {
    case 'contacted':
      return `Recorded (${labelOf(TOUCHES, wish.how)})`;
    case 'stage': {
      const facts = [
        labelOf(STAGES, wish.stage),
        ...(wish.amount === null ? [] : [money(wish.amount, ruleset.currency)]),
        ...(wish.reason === null ? [] : [labelOf(LOST_REASONS, wish.reason)]),
      ];
      return `Recorded (${facts.join(', ')})`;
    }
    case 'snooze':
      return `Put off until ${describeMoment(wish.until, now, timezone)}`;
    case 'hand-over':
      return `Handed over to ${repName(ruleset, wish.to)}`;
    case 'release':
      return `Given back (${labelOf(RELEASE_REASONS, wish.reason)})`;
  }
}

export function unchangedSentence(wish: OwnerWish): string {
  return wish.kind === 'contacted' ? 'Recorded already, a moment ago' : 'It is so already';
}
