/** Opportunities that changed, of leads that were converted. */
import { z } from 'zod';
import type { CrmOutcome } from '../../domain/hand-over/outcome.ts';
import type { OutcomePage } from '../../ports/crm.ts';
import { askFrom, positionText, readOn, readPosition } from '../read-position.ts';
import { LEAD_ID } from './find-records.ts';
import type { CallSalesforce } from './salesforce-session.ts';
import { MOST_RECORDS, query } from './soql.ts';

const date = z.string().transform((text) => new Date(text));

const row = z.object({
  Id: z.string(),
  [LEAD_ID]: z.string().nullish(),
  ConvertedOpportunity: z.object({
    StageName: z.string().nullish(),
    IsWon: z.boolean(),
    IsClosed: z.boolean(),
    Amount: z.number().nullish(),
    CreatedDate: date,
    SystemModstamp: date,
  }),
});

const COLUMNS = ['StageName', 'IsWon', 'IsClosed', 'Amount', 'CreatedDate', 'SystemModstamp']
  .map((name) => `ConvertedOpportunity.${name}`)
  .join(', ');

export async function readOpportunities(
  call: CallSalesforce,
  position: string | null,
  now: Date,
): Promise<OutcomePage> {
  if (position === null) {
    return { outcomes: [], position: positionText({ since: now, seen: new Map() }), hasMore: false };
  }
  const before = readPosition(position);
  const soql =
    `SELECT Id, ${LEAD_ID}, ${COLUMNS} FROM Lead WHERE IsConverted = true` +
    ` AND ConvertedOpportunity.SystemModstamp >= ${askFrom(before).toISOString()}` +
    ' ORDER BY ConvertedOpportunity.SystemModstamp';
  const rows = await query(call, soql, row);
  const { fresh, after } = readOn(
    before,
    rows.map((one) => ({ id: one.Id, changedAt: one.ConvertedOpportunity.SystemModstamp, row: one })),
  );
  return {
    outcomes: fresh.map((one) => outcomeOf(one.row)),
    position: positionText(after),
    hasMore: rows.length >= MOST_RECORDS && fresh.length > 0,
  };
}

function outcomeOf({ Id, ConvertedOpportunity: deal, ...lead }: z.output<typeof row>): CrmOutcome {
  const leadId = lead[LEAD_ID];
  return {
    of: leadId ? { leadId } : { remoteIds: [Id] },
    stage: deal.IsWon ? 'won' : deal.IsClosed ? 'lost' : 'opportunity',
    amount: deal.Amount && deal.Amount > 0 ? deal.Amount : null,
    lostBecause: deal.StageName ?? null,
    createdAt: deal.CreatedDate,
    changedAt: deal.SystemModstamp,
  };
}
