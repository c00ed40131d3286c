/**
 * A child process of the intake bench: the real server on the real store, with the rate limit lifted and without a router,
 * so that nothing but intake is measured. Says its address to the parent, and stops when the parent hangs up.
 */
import { createBatcher } from '../../src/app/batcher.ts';
import { createDescribeLead } from '../../src/app/describe-lead.ts';
import { createReceiveLeads, type IntakeOutcome, type IntakeRequest } from '../../src/app/receive-leads.ts';
import { workCalendar } from '../../src/domain/availability/work-calendar.ts';
import { createHealth } from '../../src/http/health.ts';
import { buildServer } from '../../src/http/server.ts';
import { createLog } from '../../src/obs/log.ts';
import { createMetrics } from '../../src/obs/metrics.ts';
import { openStore } from '../../src/store/open-store.ts';
import { systemClock as clock } from '../../src/system/system-clock.ts';
import { systemIds as ids } from '../../src/system/system-ids.ts';

const NO_LIMIT = { perSecond: 1_000_000, burst: 1_000_000, maxWaiting: 1_000_000 };

const [databaseUrl = '', apiKey = ''] = process.argv.slice(2);
const log = createLog({ level: 'info' });
const { store } = await openStore({ databaseUrl, dataDir: '', log });
const { receive } = createReceiveLeads({
  store,
  clock,
  ids,
  wake: { router: () => {}, assigner: () => {}, deliveries: () => {} },
});
const intake = createBatcher<IntakeRequest, IntakeOutcome>((requests) => receive(requests), { maxItems: 500 });
const server = await buildServer({
  apiKey,
  intake,
  describeLead: createDescribeLead({ store, calendars: () => workCalendar({ timezone: 'UTC' }) }),
  touchLead: () => null,
  health: createHealth({ clock, checks: [] }),
  metrics: createMetrics({ store, clock, intakeWaiting: intake.waiting }),
  log,
  limits: NO_LIMIT,
});
process.send?.({ url: await server.listen({ host: '127.0.0.1', port: 0 }) });
process.once('disconnect', async () => {
  await server.stop(1_000);
  await store.close();
});
