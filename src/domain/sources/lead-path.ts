/**
 * JSONPath (RFC 9535) into what a vendor sent. Paths are the routing file's, bodies are strangers': only paths whose cost grows
 * with the body's size, and not with a power of it, are taken.
 */
import { query } from 'jsonpath-rfc9535';
import parse from 'jsonpath-rfc9535/parser';
import { type JsonValue, plainValue } from './json-value.ts';
import type { Origin } from './source.ts';

const MAX_PATH_CHARACTERS = 300;

/** @returns what is wrong with a path, to be read after it; `null` when it can be used */
export function pathProblem(path: string): string | null {
  if (path.length > MAX_PATH_CHARACTERS) return `is too long: at most ${MAX_PATH_CHARACTERS} characters`;
  const parsed = parsePath(path);
  if (typeof parsed === 'number') {
    const hint = path.startsWith('$') ? `it stops being one at character ${parsed}` : 'it begins with $';
    return `is no JSONPath: ${hint}, such as $.data.company or $.answers[?@.ref == "plan"].text`;
  }
  return costProblem(parsed);
}

/** @returns the first value that one of the paths finds, several joined by commas, else the default; `undefined`: nothing */
export function valueAt(document: JsonValue, { paths, otherwise }: Origin): string | number | boolean | undefined {
  for (const path of paths) {
    const found = plainValue(query(document, path));
    if (found !== undefined) return found;
  }
  return otherwise;
}

/** @returns the parsed path, or the character (from 1) at which it stops being one */
function parsePath(path: string): unknown {
  try {
    return parse(path);
  } catch (error) {
    if (!(error instanceof Error) || !('location' in error)) throw error;
    const { start } = error.location as { start: { offset: number } };
    return start.offset + 1;
  }
}

/** What must not be in a path, by the name its parser gives it. */
function costProblem(parsed: unknown): string | null {
  const nodes = nodesOf(parsed);
  if (nodes.filter(({ type }) => type === 'DescendantSegment').length > 1) return 'may have .. only once';
  if (
    nodes.some(
      ({ type, selectors }) => type === 'BracketedSelection' && Array.isArray(selectors) && selectors.length > 1,
    )
  ) {
    return 'may have one selector in each pair of brackets; give a list of paths instead';
  }
  if (nodes.some(({ type, name }) => type === 'FunctionExpr' && (name === 'match' || name === 'search'))) {
    return 'may not use match() or search(): a regular expression that hangs would stop all intake';
  }
  // The first is the path itself.
  if (nodes.filter(({ type }) => type === 'JsonPathQuery').length > 1)
    return 'may not look from $ again inside of a filter';
  return null;
}

interface PathNode {
  type?: unknown;
  name?: unknown;
  selectors?: unknown;
}

function nodesOf(value: unknown): PathNode[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(nodesOf)];
}
