/** Somebody who wrote in many ways, and was recognised each time, is erased by any of them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore } from '../../helpers/database.ts';
import { type Erasing, erasingRuleset, startErasing } from '../../helpers/erasing.ts';
import { CANARY, MARKS } from './erase-paths.ts';

const DAY = 86_400_000;
const opened = await openTestStore();
let dibs: Erasing;

beforeAll(async () => {
  const people = { by: ['email', 'phone'] as ('email' | 'phone')[], mergeWithinMs: 30 * DAY, owners: null };
  dibs = await startErasing(opened, { ...erasingRuleset(), people });
}, 120_000);
afterAll(() => dibs.close());

/** @returns the lead's id, once everything is done that follows */
async function send(lead: object): Promise<string> {
  const { id } = (await (await dibs.server.post('/v1/leads', lead)).json()) as { id: string };
  await dibs.work();
  return id;
}

it('is nowhere, whichever of the merged leads said what, and a colleague’s lead stays', async () => {
  const first = await send(CANARY);
  await dibs.claim({ leadId: first, rep: 'ana', round: 1 });
  await dibs.work();
  const again = await send({ phone: CANARY.phone, message: 'Zembra again: are you there?' });
  const other = await send({ email: 'quilla.zembra@home.example', phone: CANARY.phone, name: 'Quilla Zembra' });
  await send({ email: 'otto@birch.example', name: 'Otto Birch', message: 'Hello there.' });
  for (const id of [again, other]) expect(await dibs.store.leads.find(id)).toMatchObject({ mergedInto: first });
  expect(dibs.shown()).toContain('are you there?');

  const response = await dibs.server.post('/v1/people/erase', { email: 'quilla.zembra@home.example' });
  expect(await response.json()).toMatchObject({ proof: { left: 0 } });
  await dibs.work();
  for (const id of [first, again, other]) expect(await dibs.store.leads.find(id)).toMatchObject({ status: 'erased' });
  expect((await dibs.dump()).split('\n').filter((line) => MARKS.test(line))).toEqual([]);
  expect(dibs.shown()).not.toMatch(MARKS);
  expect(dibs.shown()).toContain('Otto Birch');
  expect(await dibs.dump()).not.toMatch(/email:quillazembra|phone:\+34915550147/);
});
