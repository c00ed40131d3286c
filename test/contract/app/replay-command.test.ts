/** `/lead replay` in chat. Runs on PGlite and on PostgreSQL. */
import { expect, it } from 'vitest';
import { startChatting } from '../../helpers/chatting.ts';
import { WEBHOOK } from '../../helpers/crm/handing-over.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testRuleset } from '../../helpers/leads.ts';
import { at, storeLead } from '../../helpers/store-data.ts';

const opened = await openTestStore();
const { store, handOverJobs } = opened;
const jobs = await handOverJobs('hook');
const chatting = await startChatting(opened, testRuleset({ admins: ['ana@acme.example'], handOver: [WEBHOOK] }));

it('lets admins hand over once more what could not be, and says how many', async () => {
  const { id } = await storeLead(store);
  await store.handOvers.begin('hook', [id], { holder: 'one', now: at(0), leaseMs: 1 });
  await store.handOvers.end('hook', 'one', [
    { leadId: id, state: 'dead', sentVersion: 0, remoteId: null, attempts: 1, error: 'refused', failedAt: at(0) },
  ]);
  expect(await chatting.type('bob', 'replay')).toEqual([expect.stringContaining('Only admins')]);
  expect(await chatting.type('ana', 'replay hokk')).toEqual([
    'There is no target "hokk". Did you mean hook?',
    'Targets: hook.',
  ]);
  expect(await chatting.type('ana', 'replay Hook')).toEqual([
    expect.stringContaining('1 lead will be handed over once more.'),
  ]);
  expect((await jobs.fetch(9)).map(({ about }) => about)).toEqual([id]);
  expect(await chatting.type('ana', 'replay')).toEqual([expect.stringContaining('Nothing waits for that')]);
});
