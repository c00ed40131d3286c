/**
 * Finds the rules that can match a lead without asking every rule. Each rule is filed under the required value that fewest
 * other rules share; a crowded place is divided again by another field. 10,000 rules then cost about as much as 100.
 */
import type { FieldSlots, LeadView } from './lead-view.ts';
import type { RequiredValues } from './required-values.ts';

/** Rules by position: those to try always, and those to try when the lead has a certain value of a field. */
export interface RuleIndex {
  /** Ascending. */
  always: readonly number[];
  byField: readonly FieldIndex[];
}

interface FieldIndex {
  slot: number;
  byValue: ReadonlyMap<string, RuleIndex>;
}

/** Dividing a place with fewer rules gains nothing over trying them. */
const CROWDED = 4;

/** A rule with more alternatives than this is tried always: filing it everywhere would cost memory and save little. */
const MOST_VALUES = 64;

/** A place is divided only while that makes at most this many entries per rule in it. */
const MOST_ENTRIES = 4;

/** What the index is made of: what each rule requires, by position, and where its fields are found in a lead. */
export interface RuleSource {
  fields: FieldSlots;
  required: readonly RequiredValues[];
}

export function buildIndex(source: RuleSource): RuleIndex {
  return divide(source, [...source.required.keys()], new Set());
}

/** Positions of the rules that may match, as ascending lists without a common member. */
export function candidates(index: RuleIndex, lead: LeadView, found: (readonly number[])[] = []): (readonly number[])[] {
  if (index.always.length > 0) found.push(index.always);
  for (const { slot, byValue } of index.byField) {
    const value = lead.text(slot);
    const place = value === null ? undefined : byValue.get(value);
    if (place) candidates(place, lead, found);
  }
  return found;
}

/** @param used the fields that every rule here has been divided by already */
function divide(source: RuleSource, positions: readonly number[], used: ReadonlySet<string>): RuleIndex {
  const undivided = { always: positions, byField: [] };
  if (positions.length < CROWDED) return undivided;
  const requirements = positions.map((position) => open(source.required[position], used));
  const share = shares(requirements.flat());
  const always: number[] = [];
  const places = new Map<string, Map<string, number[]>>();
  let entries = 0;
  for (const [i, position] of positions.entries()) {
    const best = leastShared(requirements[i] ?? [], share);
    if (!best) always.push(position);
    else for (const value of best.values) at(at(places, best.field, newPlaces), value, newList).push(position);
    entries += best?.values.size ?? 1;
  }
  const tooMany = used.size > 0 && entries > positions.length * MOST_ENTRIES;
  if (places.size === 0 || tooMany) return undivided;
  return { always, byField: [...places].map(([field, byValue]) => divideByField(source, field, byValue, used)) };
}

function divideByField(
  source: RuleSource,
  field: string,
  places: ReadonlyMap<string, number[]>,
  used: ReadonlySet<string>,
): FieldIndex {
  const usedHere = new Set([...used, field]);
  const divided = [...places].map(([value, positions]) => [value, divide(source, positions, usedHere)] as const);
  return { slot: source.fields.slot(field), byValue: new Map(divided) };
}

interface Requirement {
  field: string;
  values: ReadonlySet<string>;
}

/** The requirements by which a rule can still be filed. */
function open(required: RequiredValues | undefined, used: ReadonlySet<string>): Requirement[] {
  return [...(required ?? [])]
    .filter(([field, values]) => !used.has(field) && values.size <= MOST_VALUES)
    .map(([field, values]) => ({ field, values }));
}

/** How large a part of its field's mentions a value has: a guess at how likely a lead has it. */
type Share = (field: string, value: string) => number;

function shares(requirements: readonly Requirement[]): Share {
  const counts = new Map<string, Map<string, number>>();
  const totals = new Map<string, number>();
  for (const { field, values } of requirements) {
    const byValue = at(counts, field, newCounts);
    for (const value of values) byValue.set(value, (byValue.get(value) ?? 0) + 1);
    totals.set(field, (totals.get(field) ?? 0) + values.size);
  }
  return (field, value) => (counts.get(field)?.get(value) ?? 0) / (totals.get(field) ?? 1);
}

/** The requirement that a lead is least likely to meet. */
function leastShared(requirements: readonly Requirement[], share: Share): Requirement | null {
  let best: Requirement | null = null;
  let bestShare = Number.POSITIVE_INFINITY;
  for (const requirement of requirements) {
    let sum = 0;
    for (const value of requirement.values) sum += share(requirement.field, value);
    if (sum < bestShare) {
      best = requirement;
      bestShare = sum;
    }
  }
  return best;
}

const newPlaces = () => new Map<string, number[]>();
const newList = (): number[] => [];
const newCounts = () => new Map<string, number>();

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
