/** What Teams makes of typed words: marked mentions, no-break spaces, a line break at the end, and the same again as HTML. */
import type { User } from './world.ts';

export interface TypedText {
  text: string;
  html: string;
  /** In the order of their marks. */
  mentioned: { id: string; name: string }[];
}

/**
 * @param words `@` and an e-mail address where somebody of `people` is mentioned
 * @param bot mentioned in front of everything; `null`: not
 */
export function typedText(words: string, bot: TypedText['mentioned'][0] | null, people: readonly User[]): TypedText {
  const mentioned = [...(bot ? [bot] : []), ...people.map(({ id, name }) => ({ id, name }))];
  const span = (name: string) =>
    `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="${mentioned.findIndex((one) => one.name === name)}">${escaped(name)}</span>`;
  let text = words;
  let html = escaped(words);
  for (const { email, name } of people) {
    text = text.replaceAll(`@${email}`, `<at>${name}</at>`);
    html = html.replaceAll(`@${escaped(email)}`, span(name));
  }
  if (!bot) return { text, html: `<p>${html}</p>`, mentioned };
  return {
    text: `<at>${bot.name}</at>&nbsp;${text}\n`,
    html: `<div><div>${span(bot.name)}&nbsp;${html}</div>\n</div>`,
    mentioned,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
