/** How fast a backlog of push leads is offered, one at a time in one ledger, and how evenly (design §6, number 2: spread of at most 1). */
import { prepareDatabase } from '../../src/store/database.ts';
import { storeOver } from '../../src/store/open-store.ts';
import { connectPostgres } from '../../src/store/postgres.ts';
import { systemIds } from '../../src/system/system-ids.ts';
import { equalTeam } from '../helpers/equal-team.ts';
import { startPushing } from '../helpers/pushing.ts';
import { silentLog } from '../helpers/silent-log.ts';
import { atMost, type BenchRow } from './bench-row.ts';
import { timed } from './measure.ts';
import { withDatabase } from './postgres.ts';

const BACKLOG = 10_000;
const INSERTED_AT_ONCE = 500;
const MEMBERS = 20;

export function benchAssigning(): Promise<BenchRow[]> {
  return withDatabase('assigning', async (url) => {
    const database = await prepareDatabase(connectPostgres(url, silentLog), silentLog);
    const { store } = await storeOver(database, silentLog);
    try {
      const { ruleset } = equalTeam({ members: MEMBERS, atOnce: BACKLOG });
      const dibs = await startPushing({ store }, ruleset);
      for (let stored = 0; stored < BACKLOG; stored += INSERTED_AT_ONCE) await storeLeads(dibs);
      const routing = await timed(async () => {
        while ((await dibs.route()).state !== 'idle');
      });
      const assigning = await timed(async () => {
        while ((await dibs.assign()).state !== 'idle');
      });
      const counts = [...(await store.push.openOffers()).values()];
      return [
        {
          name: `offering a backlog of ${BACKLOG.toLocaleString('en')} to ${MEMBERS} members, beside routing it`,
          figure: perSecond(assigning),
          baseline: perSecond(routing),
          ratio: routing / assigning,
          bound: '–',
          ok: null,
        },
        atMost({
          name: 'spread between equal members after that',
          unit: 'leads',
          figure: Math.max(...counts) - Math.min(...counts),
          limit: 1,
        }),
      ];
    } finally {
      await store.close();
    }
  });
}

async function storeLeads({ context }: Awaited<ReturnType<typeof startPushing>>): Promise<void> {
  const at = context.clock.now();
  const leads = Array.from({ length: INSERTED_AT_ONCE }, () => ({
    id: systemIds.next(),
    at,
    attributes: { custom: {} },
    keys: [],
  }));
  await context.store.leads.insert(leads);
}

function perSecond(ms: number): string {
  return `${Math.round((BACKLOG / ms) * 1000).toLocaleString('en')} leads/s`;
}
