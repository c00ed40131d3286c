/**
 * The app from routing to cards, over a real store, the real Slack room and the playground's Slack. Time jumps: whoever sleeps
 * wakes at once, later by as much.
 */

import { createDirectory } from '../../src/app/chat/directory.ts';
import { createClaimLead } from '../../src/app/claim-lead.ts';
import { openConversations } from '../../src/app/delivery/conversations.ts';
import { deliverCards } from '../../src/app/delivery/deliver-cards.ts';
import type { DeliverContext } from '../../src/app/delivery/deliver-context.ts';
import { createNotifyAdmins } from '../../src/app/delivery/notify-admins.ts';
import { createEarnedShares } from '../../src/app/push/earned-shares.ts';
import { createCalendars } from '../../src/app/push/hands.ts';
import { createRotationCache } from '../../src/app/push/rotation-cache.ts';
import { createReviewLead } from '../../src/app/review-lead.ts';
import { createRouteLeads } from '../../src/app/route-leads.ts';
import { createWorkLead } from '../../src/app/work-lead.ts';
import { createSlack } from '../../src/chat/slack/slack-app.ts';
import type { LeadAttributes } from '../../src/domain/lead.ts';
import { compileRuleset } from '../../src/domain/rules/route-lead.ts';
import type { Rep, Ruleset } from '../../src/domain/ruleset.ts';
import { startPlayground } from '../../src/playground/start-playground.ts';
import type { ChatPlatform } from '../../src/ports/chat-platform.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Log } from '../../src/ports/log.ts';
import type { Store } from '../../src/ports/store.ts';
import { systemIds } from '../../src/system/system-ids.ts';
import { startRecordingProxy } from './recording-proxy.ts';

const TOKENS = { botToken: 'xoxb-invented', signingSecret: 'an-invented-signing-secret' };

export type Delivering = Awaited<ReturnType<typeof startDelivering>>;

interface Chats {
  /** Platforms beside Slack. */
  others?: readonly ChatPlatform[];
  /** Who has a Slack account; every rep unless given. */
  slackUsers?: readonly Rep[];
}

export async function startDelivering(store: Store, ruleset: Ruleset, log: Log, chats: Chats = {}) {
  const { others = [], slackUsers = ruleset.reps } = chats;
  const clock = jumpingClock();
  const slackServer = await startPlayground({
    ...TOKENS,
    users: [...slackUsers],
    channels: ['#leads-iberia', '#leads-world', '#dibs-admins'],
    dataFile: null,
    requestUrl: null,
    commands: ['/lead'],
    leadsUrl: '/v1/leads',
    apiKey: null,
    rateLimits: 'off',
    clock,
  });
  const proxy = await startRecordingProxy(slackServer.slackApiUrl);
  const { platform } = createSlack({ ...TOKENS, apiUrl: proxy.url, command: '/lead', log, clock });
  const platforms = new Map([platform, ...others].map((one) => [one.name, one]));
  const ids = systemIds;
  const wake = { router: () => {}, assigner: () => {}, deliveries: () => {} };
  const conversations = await openConversations(store, ids, ruleset, [...platforms.keys()]);
  const published = { ...ruleset, version: await store.rulesets.publish('test', 'test', clock.now()) };
  const router = compileRuleset(published);
  const context = { store, clock, ids, ruleset: published, conversations, wake, calendars: createCalendars(ruleset) };
  const steps: string[] = [];
  const delivery: DeliverContext = {
    ...context,
    platforms,
    directory: createDirectory({ store, ruleset, clock }, platforms),
    notifyAdmins: createNotifyAdmins(context),
    onStep: (_platform, result) => steps.push(result.kind),
  };
  const { playground } = slackServer;

  return {
    ...context,
    playground,
    proxy,
    delivery,
    /** What was done, step by step, since the last look. */
    steps: () => steps.splice(0),
    claim: createClaimLead(context),
    work: createWorkLead(context),
    review: createReviewLead(context, router),
    route: createRouteLeads(
      { ...context, rotations: createRotationCache(), shares: createEarnedShares(published) },
      router,
    ),
    /** Takes a lead in and routes it. @returns its id */
    async arrive(attributes: LeadAttributes): Promise<string> {
      const id = ids.next();
      await store.leads.insert([{ id, at: clock.now(), attributes, keys: [] }]);
      await this.route();
      return id;
    },
    /** Lets the workers do all there is to do within a minute. */
    async settle(): Promise<void> {
      const end = clock.now().getTime() + 60_000;
      while (clock.now().getTime() < end) {
        const busy = await store.deliveries.conversationsWithWork(clock.now(), 100);
        for (const id of busy) await deliverCards(delivery, id, new AbortController().signal);
        if (busy.length === 0) await clock.sleep(1_000);
      }
    },
    /** Messages of a channel or, by e-mail, of the rep's direct conversation; oldest first. */
    messages(place: string) {
      const { workspace } = playground;
      const id = place.startsWith('#') ? playground.channelId(place) : workspace.direct(playground.userId(place)).id;
      return workspace.history(id).toSorted((one, other) => Number(one.ts) - Number(other.ts));
    },
    async close(): Promise<void> {
      await proxy.close();
      await slackServer.close();
    },
  };
}

function jumpingClock(): Clock {
  let now = Date.now();
  return {
    now: () => new Date(now),
    sleep: async (ms) => {
      now += Math.max(0, ms);
    },
  };
}
