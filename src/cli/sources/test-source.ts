/** `dibs sources test`: a body to the lead that it would become, without storing anything or asking anybody. */
import { loadRoutingFile } from '../../config/routing/load-routing-file.ts';
import { formatProblems } from '../../config/routing/problem.ts';
import { nearestName } from '../../domain/normalise/nearest-name.ts';
import { assembleLead } from '../../domain/sources/assemble-lead.ts';
import type { Submission } from '../../domain/sources/delivery.ts';
import { isJsonObject, type JsonValue, memberOf } from '../../domain/sources/json-value.ts';
import { keepLead } from '../../domain/sources/keep-lead.ts';
import { lookedUp, readDelivery } from '../../domain/sources/read-delivery.ts';
import { LOOKS_UP, type Source } from '../../domain/sources/source.ts';
import { readJson } from '../rules/read-json.ts';
import type { RulesAnswer } from '../rules/rules-answer.ts';

/**
 * @param bodyFile path of a JSON file; `-`: standard input
 * @param file path of the routing file
 */
export async function testSource(id: string, bodyFile: string, file: string): Promise<RulesAnswer> {
  const loaded = await loadRoutingFile(file);
  if (!loaded.ok) return refused([formatProblems(file, loaded.problems)]);
  const { sources = [] } = loaded.ruleset;
  const source = sources.find((one) => one.id === id);
  if (!source) return refused([unknownSource(id, sources, file)]);
  const raw = await readJson(bodyFile);
  if (!raw.ok) return refused([`${bodyFile}: ${raw.problem}`]);
  // It came out of a JSON parser.
  return describeBody(source, raw.value as JsonValue, bodyFile);
}

function describeBody(source: Source, body: JsonValue, bodyFile: string): RulesAnswer {
  const given = leadOfApi(source, body);
  if (given) return describeLeads(source, [given]);
  const delivery = readDelivery(source, body);
  switch (delivery.kind) {
    case 'submissions':
      return describeLeads(source, delivery.submissions);
    case 'lookups': {
      const ids = delivery.lookups.map(({ id }) => id).join(', ');
      const from = source.kind === 'facebook' ? 'the Graph API' : 'HubSpot’s API';
      return { ok: true, lines: [`The body only names leads. Dibs would read them from ${from}: ${ids}`] };
    }
    case 'ignored':
      return { ok: true, lines: [`No lead: ${delivery.why}`] };
    case 'other-shape':
      return refused(delivery.problems.map(({ field, message }) => `${bodyFile}: ${field}: ${message}`));
  }
}

/** The body as the lead that a vendor's API gives, where it is one: the webhook itself has nothing to try a mapping on. */
function leadOfApi(source: Source, body: JsonValue): Submission | null {
  if (!LOOKS_UP.includes(source.kind) || !isJsonObject(body)) return null;
  const id = memberOf(body, 'id');
  const hasFields = source.kind === 'facebook' ? memberOf(body, 'field_data') : memberOf(body, 'properties');
  if (typeof id !== 'string' || hasFields === undefined) return null;
  return lookedUp(source, { id, eventId: id, notice: null, facts: {} }, body);
}

function describeLeads(source: Source, submissions: readonly Submission[]): RulesAnswer {
  const { defaultCountry } = source;
  const leads = submissions.map((submission) =>
    keepLead(assembleLead(source, submission), defaultCountry === undefined ? {} : { defaultCountry }),
  );
  const lines = leads.flatMap((lead) => {
    if (!lead.ok) return lead.problems.map(({ field, message }) => `No lead: ${field}: ${message}`);
    const { attributes, receivedAt, moved } = lead;
    const shown = { ...(receivedAt ? { receivedAt: receivedAt.toISOString() } : {}), ...attributes };
    return [
      JSON.stringify(shown, null, 2),
      ...moved.map((field) => `Note: ${field} was not understood; it is kept as custom.${field}AsGiven.`),
    ];
  });
  return { ok: leads.every(({ ok }) => ok), lines };
}

function unknownSource(id: string, sources: readonly Source[], file: string): string {
  const ids = sources.map((source) => source.id);
  if (ids.length === 0) return `${file} has no sources; docs/sources.md says how to add one`;
  const nearest = nearestName(id, ids);
  return `${file} has no source "${id}"; ${nearest ? `did you mean "${nearest}"?` : `there are ${ids.join(', ')}`}`;
}

function refused(lines: string[]): RulesAnswer {
  return { ok: false, lines };
}
