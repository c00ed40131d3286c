/** A coloured letter for a person, a tick for the app. */

const COLOURS = 8;

export function Avatar({ name, isApp }: { name: string; isApp: boolean }) {
  const colour = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % COLOURS;
  return (
    <span className={isApp ? 'avatar app' : `avatar colour-${colour}`} aria-hidden>
      {isApp ? '✓' : name.slice(0, 1)}
    </span>
  );
}
