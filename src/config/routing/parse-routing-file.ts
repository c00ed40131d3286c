/** From the text of a routing file to a ruleset, or to every problem in it. Pure: the same text gives the same answer. */
import { isDeepStrictEqual } from 'node:util';
import { isCustomField } from '../../domain/condition.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import { defaultAdminChannels } from './admin-channels.ts';
import { checkDraft } from './checks.ts';
import { draftOf } from './draft.ts';
import { type RoutingFile, routingFile } from './file-schema.ts';
import { findingsOf } from './findings.ts';
import { notYet } from './not-yet.ts';
import type { Problem } from './problem.ts';
import { inWords } from './words.ts';
import { readYaml } from './yaml-source.ts';

export type RoutingFileResult =
  /** `source` is the text as given; `warnings` say what it asks for that will not happen, or may surprise. */
  | { ok: true; ruleset: Ruleset; source: string; warnings: string[] }
  /** In the order of the text; at least one. */
  | { ok: false; problems: Problem[] };

/** A larger file was not written by a person; reading it would only take time. */
export const MAX_FILE_BYTES = 1_048_576;

/** A file with more mistakes than these is of another kind; telling them all would hide that. */
const MOST_PROBLEMS = 100;

export function parseRoutingFile(text: string): RoutingFileResult {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES)
    return refused([{ line: 1, column: 1, path: '', message: 'is over 1 MB' }]);
  const source = readYaml(text);
  if (Array.isArray(source)) return refused(source);
  const parsed = routingFile.safeParse(source.value, { error: inWords, reportInput: true });
  const findings = [...findingsOf(parsed.error?.issues ?? []), ...checkDraft(draftOf(source.value))];
  if (!parsed.success || findings.length > 0) return refused(findings.map((finding) => source.locate(finding)));
  const ruleset = toRuleset(parsed.data);
  return { ok: true, ruleset, source: text, warnings: [...notYet(ruleset), ...surprises(ruleset)] };
}

function refused(problems: readonly Problem[]): RoutingFileResult {
  const inOrder = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  // The YAML parser says some things twice.
  const once = inOrder.filter((problem, index) => !isDeepStrictEqual(problem, inOrder[index - 1]));
  return { ok: false, problems: once.slice(0, MOST_PROBLEMS) };
}

function toRuleset({ timezone = 'UTC', admins, adminChannel, reps, pools, rules }: RoutingFile): Ruleset {
  const adminChannels = adminChannel ?? defaultAdminChannels(pools);
  return { timezone, admins, adminChannels, reps, pools, rules };
}

/** What is allowed and may not be meant. */
function surprises(ruleset: Ruleset): string[] {
  return ruleset.pools.flatMap((pool, index) =>
    pool.reveal.filter(isCustomField).map((field) => {
      const path = `pools[${index}].card.reveal`;
      return `${path}: ${field} shows before the claim, as senders fill it: make sure that it never names a person or a company`;
    }),
  );
}
