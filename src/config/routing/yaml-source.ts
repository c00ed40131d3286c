/** A routing file's text as plain data, with the way back: where in the text each part of the data stands. */
import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  visit,
} from 'yaml';
import { type Finding, type Problem, pathText } from './problem.ts';
import { TooDeepError, yamlTokens } from './yaml-tokens.ts';

export interface YamlSource {
  value: unknown;
  /** The finding with its place; the nearest thing around it for what is missing. */
  locate(finding: Finding): Problem;
}

/** How often aliases may repeat what they stand for: enough for shared lists, too little for a bomb. */
const MOST_ALIASES = 100;

/** Keys that name parts of every object: nothing of the file is called that. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** @returns every error of syntax, if there is one: what follows from such a text would only confuse */
export function readYaml(text: string): YamlSource | Problem[] {
  const lines = new LineCounter();
  const at = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(Math.max(0, offset));
    return { line: Math.max(1, line), column: Math.max(1, col), path: '', message };
  };
  try {
    const [document, second] = [
      ...new Composer({ prettyErrors: false }).compose(yamlTokens(text, lines), true, text.length),
    ];
    if (!document) return [at(0, 'is empty')];
    if (second)
      return [at(second.range[0], 'a second document begins here: a routing file is one document, without ---')];
    const errors = [...document.errors, ...document.warnings].map((error) =>
      at(error.pos[0], `not valid YAML: ${error.message}`),
    );
    const problems = [...errors, ...badNodes(document).map(({ node, message }) => at(node.range?.[0] ?? 0, message))];
    if (problems.length > 0) return [...problems, ...swallowedNames(text, at)];
    return {
      value: document.toJS({ maxAliasCount: MOST_ALIASES }),
      locate: (finding) => locate(document, finding, at),
    };
  } catch (error) {
    if (error instanceof TooDeepError) return [at(error.offset, 'nested too deeply')];
    if (error instanceof ReferenceError) return [at(0, 'uses the same anchor (&name, *name) too often')];
    throw error;
  }
}

/** The usual cause of a syntax error: `slack: #leads }`, where the comment swallows the rest of the line. */
function swallowedNames(text: string, at: (offset: number, message: string) => Problem): Problem[] {
  return [...text.matchAll(/(?<=^[^#"'\n]*[:,[]\s+)#[\p{L}\p{N}][^\s,}\]]*/gmu)].map((match) =>
    at(match.index, `${match[0]} must be in quotes: an unquoted # begins a comment`),
  );
}

/** What YAML allows and a routing file does not: keys that are no plain text, reserved keys, aliases of nothing or of themselves. */
function badNodes(document: Document): { node: Node; message: string }[] {
  const bad: { node: Node; message: string }[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || typeof key.value !== 'string') {
        const node = isScalar(key) || isMap(key) || isSeq(key) || isAlias(key) ? key : document.contents;
        if (node) bad.push({ node, message: 'a key must be plain text: put it in quotes' });
      } else if (RESERVED.has(key.value)) bad.push({ node: key, message: `"${key.value}" is a reserved name` });
    },
    Alias: (_, alias, ancestors) => {
      const target = alias.resolve(document);
      if (!target) bad.push({ node: alias, message: `there is no anchor &${alias.source} before this` });
      else if (ancestors.includes(target)) bad.push({ node: alias, message: `*${alias.source} contains itself` });
    },
  });
  return bad;
}

function locate(document: Document, finding: Finding, at: (offset: number, message: string) => Problem): Problem {
  const node = deepest(document, finding);
  return { ...at(node?.range?.[0] ?? 0, finding.message), path: pathText(finding.path) };
}

/** The node that a path leads to, or the last one on the way that exists. */
function deepest(document: Document, { path, at }: Finding): Node | null {
  let found: Node | null = document.contents;
  let container: Node | null = document.contents;
  for (const [index, part] of path.entries()) {
    const step = child(resolved(document, container), part);
    if (!step) return found;
    const wantsKey = at === 'key' && index === path.length - 1;
    found = wantsKey || isEmpty(step.value) ? (step.key ?? step.value) : step.value;
    container = step.value;
  }
  return found;
}

function child(node: Node | null, part: string | number): { key: Node | null; value: Node | null } | null {
  if (isSeq<Node>(node) && typeof part === 'number') {
    const item = node.items[part];
    return item ? { key: null, value: item } : null;
  }
  if (!isMap<Node, Node>(node)) return null;
  const pair: Pair<Node, Node> | undefined = node.items.find(({ key }) => isScalar(key) && key.value === part);
  return pair ? { key: pair.key, value: pair.value } : null;
}

function resolved(document: Document, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}

/** Nothing is written after the key. */
function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === '');
}
