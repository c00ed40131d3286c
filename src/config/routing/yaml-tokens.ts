/** Reads YAML tokens and gives up on nesting that would overflow the stack of everything that walks the document later. */
import { type CST, Lexer, type LineCounter, Parser } from 'yaml';

/** Open collections of the parser: far more than any routing file needs, far fewer than the stack holds. */
const MOST_OPEN = 200;

export class TooDeepError extends Error {
  /** Where it became too deep: characters from the beginning. */
  readonly offset: number;

  constructor(offset: number) {
    super('nested too deeply');
    this.name = 'TooDeepError';
    this.offset = offset;
  }
}

/** @throws TooDeepError */
export function* yamlTokens(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MOST_OPEN) throw new TooDeepError(offset);
    offset += lexeme.length;
  }
  yield* parser.end();
}
