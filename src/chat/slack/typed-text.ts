/** From what Slack makes of typed text back to what a person typed. */

/** `<@U0123|ana>`, `<#C0123|general>`, `<https://a.example|a.example>`, `<mailto:a@b.example|a@b.example>`, with or without the part after the bar. */
const LINK = /<([@#!]?)([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>/g;

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/**
 * @param text of a slash command, escaped by Slack
 * @returns the same as it was typed; a mention of a person is `@` and their user id
 */
export function typedText(text: string): string {
  const plain = text.replace(LINK, (all: string, sign: string, target: string, label: string | undefined) => {
    if (sign === '@') return `@${target}`;
    if (sign === '!') return all;
    return sign + (label ?? target.replace(/^mailto:/, ''));
  });
  return plain.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
