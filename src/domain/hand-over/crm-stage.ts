/** How far a lead has come, in the few words that a CRM is told. */
import type { Lead } from '../lead.ts';

export const CRM_STAGES = [
  'new',
  'owned',
  'contacted',
  'working',
  'meeting',
  'opportunity',
  'proposal',
  'won',
  'lost',
  'disqualified',
] as const;
export type CrmStage = (typeof CRM_STAGES)[number];

export function crmStage({ status, stage, contactedAt }: Lead): CrmStage {
  if (status === 'disqualified' || status === 'won' || status === 'lost') return status;
  if (status !== 'owned') return 'new';
  const known = CRM_STAGES.find((name) => name === stage);
  return known ?? (contactedAt === null ? 'owned' : 'contacted');
}
