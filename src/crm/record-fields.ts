/** What is written to a record of a CRM: the usual properties of that CRM, and what the routing file says instead. */
import { CUSTOM_PREFIX } from '../domain/condition.ts';
import type { CrmStage } from '../domain/hand-over/crm-stage.ts';
import type { CrmTarget } from '../domain/hand-over/target.ts';
import type { CustomValue, LeadAttributes, LeadField } from '../domain/lead.ts';

export interface UsualFields {
  fields: Partial<Record<LeadField, string>>;
  stages: Record<CrmStage, string>;
  /** The property that says how far a lead has come. */
  stageProperty: string;
}

export type FieldValue = string | number | boolean;

/** Property → value; what the lead does not have is left alone there. */
export function recordFields(
  attributes: LeadAttributes,
  stage: CrmStage,
  target: CrmTarget,
  usual: UsualFields,
): Map<string, FieldValue> {
  const wanted: Record<string, string | false> = { ...usual.fields, ...target.fields };
  const fields = new Map<string, FieldValue>();
  for (const [field, property] of Object.entries(wanted)) {
    const value = valueIn(attributes, field);
    if (property !== false && value !== undefined && value !== null) fields.set(property, value);
  }
  return fields.set(usual.stageProperty, target.stages[stage] ?? usual.stages[stage]);
}

function valueIn({ custom, ...attributes }: LeadAttributes, field: string): CustomValue | undefined {
  if (!field.startsWith(CUSTOM_PREFIX)) return attributes[field as LeadField];
  const key = field.slice(CUSTOM_PREFIX.length);
  return Object.hasOwn(custom, key) ? custom[key] : undefined;
}
