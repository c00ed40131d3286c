/** Whether a person's Slack status says that they do not work now. */

export interface SlackStatus {
  text: string;
  /** `:palm_tree:`; empty where there is none. */
  emoji: string;
}

/** Slack's own suggestions for "Vacationing" and "Out sick", and what people pick besides. */
const EMOJI = new Set(
  (
    'palm_tree desert_island beach_with_umbrella umbrella_on_ground face_with_thermometer face_with_head_bandage mask ' +
    'sneezing_face nauseated_face ooo pto vacation sick'
  )
    .split(' ')
    .map((name) => `:${name}:`),
);

const WORDS = phrase(
  'vacation(?:ing)?|on holidays?|annual leave|(?:on|sick|parental|maternity|paternity|family|bereavement) leave|' +
    '(?:out|off|call(?:ed|ing) in) sick|sick day|ooo|out of (?:the )?office|pto|day off|off today|' +
    'urlaub|krank|vacaciones|vacances|congé|congés|férias|ferie',
);

/** Within a sentence these may be about anything. */
const ALONE = /^(?:holidays?|sick|ill)[^\p{L}\p{N}]*$/iu;

const NOT_NOW = phrase('back from|not (?:on|out)|(?:until|before) (?:my )?(?:vacation|leave|holidays?)|planning');

function phrase(words: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu');
}

/**
 * Statuses for part of a day (in a meeting, commuting, lunch, focus time) do not count: presence and "on a call" tell those better.
 * Whom this gets wrong says "back", which overrules it.
 */
export function saysAway({ text, emoji }: SlackStatus): boolean {
  if (NOT_NOW.test(text)) return false;
  // A skin tone may follow the emoji's name.
  const bare = emoji.replace(/::skin-tone-\d:$/, ':');
  return EMOJI.has(bare) || WORDS.test(text) || ALONE.test(text.trim());
}
