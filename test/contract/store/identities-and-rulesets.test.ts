/** What the store promises of people and of routing files. Runs on PGlite and on PostgreSQL. */
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../src/ports/store.ts';
import { openTestStore } from '../../helpers/database.ts';
import { at } from '../../helpers/store-data.ts';

const { store } = await openTestStore();

const ana: Identity = { platform: 'slack', team: 'T1', userId: 'U1', rep: 'ana', email: 'ana@acme.example' };

describe('identities', () => {
  it('are found by person and by rep, each platform for itself', async () => {
    await store.identities.save(ana);
    await store.identities.save({ ...ana, platform: 'teams', team: 'tenant', userId: '29:1' });
    expect(await store.identities.ofUser({ platform: 'slack', team: 'T1', userId: 'U1' })).toEqual(ana);
    expect(await store.identities.ofRep('slack', 'ana')).toEqual(ana);
    expect(await store.identities.ofRep('teams', 'ana')).toMatchObject({ userId: '29:1' });
    expect(await store.identities.ofUser({ platform: 'slack', team: 'T2', userId: 'U1' })).toBeNull();
    expect(await store.identities.ofRep('slack', 'bob')).toBeNull();
  });

  it('replace what was known of the same person', async () => {
    await store.identities.save({ ...ana, userId: 'U2', rep: 'bob', email: 'bob@acme.example' });
    await store.identities.save({ ...ana, userId: 'U2', rep: 'cho', email: 'cho@acme.example' });
    expect(await store.identities.ofRep('slack', 'bob')).toBeNull();
    expect(await store.identities.ofRep('slack', 'cho')).toMatchObject({ userId: 'U2', email: 'cho@acme.example' });
  });

  it('forget the account that a rep had before on the same platform', async () => {
    await store.identities.save({ ...ana, userId: 'U3', rep: 'dee' });
    await store.identities.save({ ...ana, userId: 'U4', rep: 'dee' });
    expect(await store.identities.ofRep('slack', 'dee')).toMatchObject({ userId: 'U4' });
    expect(await store.identities.ofUser({ platform: 'slack', team: 'T1', userId: 'U3' })).toBeNull();
  });
});

describe('rulesets', () => {
  it('give the same text the same version, and a new one the next number', async () => {
    const publish = (source: string) => store.rulesets.publish(source, `sha-of-${source}`, at(0));
    const first = await publish('a');
    expect(await publish('b')).toBe(first + 1);
    expect(await publish('a')).toBe(first);
    expect(await publish('c')).toBe(first + 2);
  });
});
