/** From the text of a routing file to a ruleset, or to every problem in it. Pure: the same text gives the same answer. */
import { isDeepStrictEqual } from 'node:util';
import type { Ruleset } from '../../domain/ruleset.ts';
import { defaultAdminChannels } from './admin-channels.ts';
import { checkDraft } from './checks.ts';
import { toDigestPlan } from './digest-schema.ts';
import { draftOf } from './draft.ts';
import { type RoutingFile, routingFile } from './file-schema.ts';
import { findingsOf } from './findings.ts';
import { toTarget } from './hand-over-schema.ts';
import { noEffect } from './no-effect.ts';
import { toPeopleTerms } from './people-schema.ts';
import type { Problem } from './problem.ts';
import { surprises } from './surprises.ts';
import { toForm } from './to-form.ts';
import { inWords } from './words.ts';
import { readYaml } from './yaml-source.ts';

export interface AcceptedFile {
  ok: true;
  ruleset: Ruleset;
  /** The text as given, and behind it that of the territory table. */
  source: string;
  /** What the file asks for that will not happen, or may surprise. */
  warnings: string[];
  /** The table of territories that the file names, and where it does; `null`: none. */
  territories: { path: string; line: number; column: number } | null;
}

export type RoutingFileResult =
  | AcceptedFile
  /** In the order of the text; at least one. */
  | { ok: false; problems: Problem[] };

/** A larger file was not written by a person; reading it would only take time. */
export const MAX_FILE_BYTES = 1_048_576;

/** A file with more mistakes than these is of another kind; telling them all would hide that. */
export const MOST_PROBLEMS = 100;

export function parseRoutingFile(text: string): RoutingFileResult {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES)
    return refused([{ line: 1, column: 1, path: '', message: 'is over 1 MB' }]);
  const source = readYaml(text);
  if (Array.isArray(source)) return refused(source);
  const parsed = routingFile.safeParse(source.value, { error: inWords, reportInput: true });
  const draft = draftOf(source.value);
  const findings = [...findingsOf(parsed.error?.issues ?? []), ...checkDraft(draft)];
  if (!parsed.success || findings.length > 0) return refused(findings.map((finding) => source.locate(finding)));
  const ruleset = toRuleset(parsed.data);
  const { territories } = parsed.data;
  const { line, column } = source.locate({ path: ['territories'], message: '' });
  return {
    ok: true,
    ruleset,
    source: text,
    warnings: [...noEffect(draft), ...surprises(ruleset)],
    territories: territories === undefined ? null : { path: territories, line, column },
  };
}

function refused(problems: readonly Problem[]): RoutingFileResult {
  const inOrder = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  // The YAML parser says some things twice.
  const once = inOrder.filter((problem, index) => !isDeepStrictEqual(problem, inOrder[index - 1]));
  return { ok: false, problems: once.slice(0, MOST_PROBLEMS) };
}

function toRuleset({
  timezone = 'UTC',
  signals = ['presence'],
  adminChannel,
  pools,
  digests,
  duplicates,
  owners,
  forms,
  handOver,
  territories: _readFromItsOwnFile,
  version: _ofTheFormat,
  ...same
}: RoutingFile): Ruleset {
  const adminChannels = adminChannel ?? defaultAdminChannels(pools);
  const zoned = pools.map((pool) => ({ timezone, ...pool }));
  const surroundings = { reps: same.reps, pools: zoned, timezone };
  const plans = digests?.map((digest) => toDigestPlan(digest, surroundings));
  const people = toPeopleTerms(duplicates, owners);
  return {
    ...same,
    timezone,
    signals,
    adminChannels,
    pools: zoned,
    ...(plans ? { digests: plans } : {}),
    ...(people ? { people } : {}),
    ...(forms ? { forms: forms.map(toForm) } : {}),
    ...(handOver ? { handOver: handOver.map(toTarget) } : {}),
  };
}
