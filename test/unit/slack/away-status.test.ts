import { describe, expect, it } from 'vitest';
import { saysAway } from '../../../src/chat/slack/away-status.ts';

const text = (words: string) => saysAway({ text: words, emoji: '' });

describe('a Slack status', () => {
  it.each([
    'Vacationing',
    'Out sick',
    'On vacation until 3rd',
    'OOO until Monday',
    'Out of office',
    'Parental leave, ask Bob',
    'PTO',
    'Holiday 🌴',
    'sick',
    'Urlaub bis 5.1.',
    'En congé',
  ])('"%s" counts as away', (words) => {
    expect(text(words)).toBe(true);
  });

  it.each([
    '',
    'In a meeting',
    'Commuting',
    'Working remotely',
    'Lunch',
    'Focus time',
    'Back from vacation',
    'Planning the holiday campaign',
    'Holiday campaign',
    '3 days until vacation',
    'Sick of Mondays',
    'Shooting the ad',
    'Zoom: crypto deal',
    'Leave me a message',
  ])('"%s" does not', (words) => {
    expect(text(words)).toBe(false);
  });

  it('counts by its emoji alone, in any skin tone', () => {
    for (const emoji of [':palm_tree:', ':face_with_thermometer:', ':mask::skin-tone-3:']) {
      expect(saysAway({ text: 'Lisbon', emoji }), emoji).toBe(true);
    }
    for (const emoji of [':house_with_garden:', ':bus:', ':spiral_calendar_pad:', '']) {
      expect(saysAway({ text: 'Lisbon', emoji }), emoji).toBe(false);
    }
  });
});
