import { LEAD_COLUMNS } from './columns.ts';

/**
 * Leads that are out, the last one first, each with when and by whom; `by` is null where a rule or screening did it.
 * Of a lead that was out more than once, the last time counts. $1: at most
 */
export const REFUSED_LEADS = `
  SELECT ${LEAD_COLUMNS}, last.at AS "refusedAt", last.event ->> 'by' AS "refusedBy"
  FROM lead_event AS last JOIN lead ON lead.id = last.lead_id
  WHERE (last.event -> 'to') ->> 'kind' = 'disqualify' AND lead.status = 'disqualified'
    AND NOT EXISTS (
      SELECT FROM lead_event AS later
      WHERE later.lead_id = last.lead_id AND later.version > last.version AND (later.event -> 'to') ->> 'kind' = 'disqualify')
  ORDER BY last.at DESC, last.lead_id DESC
  LIMIT $1`;
