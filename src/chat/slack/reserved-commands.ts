/**
 * Names a slash command cannot have. Slack's manifest check accepts its own built-in names and then never delivers them,
 * so that a command called `/away` would be dead without anybody being told. Refused at start instead.
 */

/** Slack's built-in commands, and names that its app settings refuse. */
const RESERVED = new Set(
  (
    'active all apps archive away call close collapse dm dnd expand feed feedback help invite invite_people join kick ' +
    'leave me msg mute open part pro prefs remind remove rename search shortcuts shrug star status topic unarchive who'
  ).split(' '),
);

/** Lower-case, at most 32 characters with the slash, no spaces (manifest schema 2.0.0). */
const NAME = /^\/[a-z0-9][a-z0-9_-]{0,30}$/;

/**
 * What is wrong with a command's name.
 * @param name with its slash, e.g. `/lead`
 * @returns a sentence that says what would be right, or `null` when the name will do
 */
export function commandNameProblem(name: string): string | null {
  if (!NAME.test(name)) {
    return `The command "${name}" must be a slash and up to 31 lower-case letters, digits, "-" or "_", e.g. /lead.`;
  }
  if (RESERVED.has(name.slice(1))) {
    return `Slack keeps "${name}" for itself and would never deliver it. Take another name, e.g. /lead.`;
  }
  return null;
}
