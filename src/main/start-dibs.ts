/**
 * The composition root: config → store → platforms → jobs → http. The order matters: the server listens before Slack starts, because
 * in the playground the bot's Slack is this very server; people's clicks are answered only once everything stands.
 */
import { createBatcher } from '../app/batcher.ts';
import { createDirectory } from '../app/chat/directory.ts';
import { matchReps } from '../app/chat/match-reps.ts';
import { openConversations } from '../app/delivery/conversations.ts';
import { createNotifyAdmins } from '../app/delivery/notify-admins.ts';
import { openChannels } from '../app/delivery/open-channels.ts';
import { keepNotice } from '../app/delivery/post-notice.ts';
import { retryProblems } from '../app/delivery/retry-problems.ts';
import { unconnectedChannels } from '../app/delivery/unconnected-channels.ts';
import { createDescribeLead } from '../app/describe-lead.ts';
import { createReadDigest } from '../app/digest/read-digest.ts';
import { createErasePerson, type ErasePerson } from '../app/erase/erase-person.ts';
import { createExportLeads } from '../app/export/export-leads.ts';
import { createExportPerson } from '../app/export/export-person.ts';
import {
  createReplayDeadLetters,
  type DeadLetterContext,
  type ReplayDeadLetters,
} from '../app/hand-over/dead-letters.ts';
import { createCalendars } from '../app/push/hands.ts';
import { withdrawStrayOffers } from '../app/push/withdraw-offers.ts';
import { createReceiveLeads, type IntakeOutcome, type IntakeRequest } from '../app/receive-leads.ts';
import { requeueStranded } from '../app/requeue-stranded.ts';
import { createTouchLead, type TouchLead } from '../app/touch-lead.ts';
import type { TeamsCloud } from '../chat/teams/adapter.ts';
import type { Env } from '../config/env.ts';
import { createCredentials } from '../http/credentials.ts';
import { deadLetterRoutes } from '../http/dead-letter-routes.ts';
import { createReportError } from '../http/error-handler.ts';
import { exportRoutes } from '../http/export-routes.ts';
import { createHealth, createHeartbeat, databaseCheck } from '../http/health.ts';
import { peopleRoutes } from '../http/people-routes.ts';
import { reportRoutes } from '../http/report-routes.ts';
import { buildServer } from '../http/server.ts';
import { createMetrics } from '../obs/metrics.ts';
import type { Playground } from '../playground/create-playground.ts';
import { playgroundRoutes } from '../playground/playground-routes.ts';
import type { Clock } from '../ports/clock.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { openStore } from '../store/open-store.ts';
import { systemIds } from '../system/system-ids.ts';
import { createInbox, prepareChats } from './chat.ts';
import { connectOutside } from './hand-over.ts';
import { createPlaygroundFor } from './playground.ts';
import { createPush } from './push.ts';
import { publishRuleset } from './ruleset.ts';
import { sourceSecrets } from './source-secrets.ts';
import { createWakeUps } from './wake-ups.ts';
import { startWorkers } from './workers.ts';

export interface Dibs {
  /** Where the server listens. */
  url: string;
  /** The chats it is connected to, as people call them. */
  chats: string[];
  /** The local Slack; `null` with real tokens. */
  playground: Playground | null;
  /** Ids of hosted forms. */
  forms: string[];
  /** What the routing file says that has no effect, not yet or not there, or that may surprise. */
  warnings: string[];
  /** Takes nothing new, finishes what is under way, closes the store. */
  stop(): Promise<void>;
}

/** Requests that one commit may carry: beyond this a batch only gets slower. */
const INTAKE_BATCH = 500;

/** A router that has not looked for leads for this long is stuck. */
const ROUTER_SILENCE_MS = 15_000;

/** The table of scheduled jobs is looked at every 10 s. */
const CRON_SILENCE_MS = 60_000;

const STOP_SERVER_WITHIN_MS = 5_000;

export interface DibsParts {
  log: Log;
  clock: Clock;
  /** Where Teams' tokens come from, in place of Microsoft's public cloud. */
  teamsCloud?: TeamsCloud;
}

export async function startDibs(env: Env, { log, clock, teamsCloud }: DibsParts): Promise<Dibs> {
  const ids = systemIds;
  const { store, jobs, handOverJobs } = await openStore({
    ...(env.databaseUrl ? { databaseUrl: env.databaseUrl } : {}),
    dataDir: env.dataDir,
    log,
  });
  const { ruleset, warnings } = await publishRuleset(env, store, clock);
  for (const code of warnings) log.warn('The routing file may not mean what it says', { code });

  const outside = await connectOutside(env, ruleset, clock);
  const handOvers = new Map<string, Jobs>();
  for (const { target } of outside.addresses) handOvers.set(target, await handOverJobs(target));

  const wake = createWakeUps();
  const receiveLeads = createReceiveLeads({ store, clock, ids, wake });
  const intake = createBatcher<IntakeRequest, IntakeOutcome>((requests) => receiveLeads.receive(requests), {
    maxItems: INTAKE_BATCH,
  });
  const metrics = createMetrics({ store, clock, intakeWaiting: intake.waiting, targets: [...handOvers.keys()] });
  const routerBeat = createHeartbeat({ name: 'router', clock, maxSilenceMs: ROUTER_SILENCE_MS });
  const cronBeat = createHeartbeat({ name: 'cron', clock, maxSilenceMs: CRON_SILENCE_MS });
  const playground = createPlaygroundFor(env, ruleset, clock);
  const chats = await prepareChats(env, {
    playground,
    places: store.teams,
    log,
    clock,
    ...(teamsCloud ? { teamsCloud } : {}),
  });

  let touchLead: TouchLead | null = null;
  const sources = ruleset.sources ?? [];
  let erasePerson: ErasePerson | null = null;
  let replayDeadLetters: ReplayDeadLetters | null = null;
  const credentials = createCredentials(env.apiKey);
  const server = await buildServer({
    apiKey: env.apiKey,
    intake,
    describeLead: createDescribeLead({ store, calendars: createCalendars(ruleset) }),
    touchLead: () => touchLead,
    health: createHealth({
      clock,
      checks: [databaseCheck(store), routerBeat, cronBeat, ...chats.map(({ health }) => health)],
    }),
    metrics,
    log,
    forms: { forms: ruleset.forms ?? [], clock, trustProxy: env.trustProxy },
    chatListeners: new Map(chats.flatMap(({ route }) => (route ? [route] : []))),
    hooks: { sources, secrets: sourceSecrets(sources, env), clock, publicUrl: env.publicUrl },
    plugins: [
      reportRoutes({
        credentials,
        ruleset,
        clock,
        readDigest: createReadDigest({ store, ruleset, clock }),
      }),
      peopleRoutes({
        credentials,
        erasePerson: () => erasePerson,
        exportPerson: createExportPerson({ store, clock }),
        reportError: createReportError(log),
      }),
      exportRoutes({ credentials, clock, exportLeads: createExportLeads(store) }),
      deadLetterRoutes({ credentials, handOvers: store.handOvers, replayDeadLetters: () => replayDeadLetters }),
      ...(playground ? [playgroundRoutes(playground)] : []),
    ],
  });
  const url = await server.listen({ host: env.host, port: env.port });

  const connected = await Promise.all(chats.map((chat) => chat.connect()));
  const platforms = new Map(connected.map(({ platform }) => [platform.name, platform]));
  const channels = await openChannels(ruleset, platforms.values());
  if (channels.unknown > 0) log.warn('Some channels could not be looked for yet', { count: channels.unknown });
  const conversations = await openConversations(store, ids, ruleset, [...platforms.keys()]);
  const notifyAdmins = createNotifyAdmins({ store, ids, conversations, wake });
  const deadLetters: DeadLetterContext = {
    store,
    keepNotice: (notice) => keepNotice({ store, ids, wake }, conversations.admins(), notice),
  };
  replayDeadLetters = createReplayDeadLetters(deadLetters);
  const directory = createDirectory({ store, ruleset, clock }, platforms);
  const context = createPush({ store, clock, ids, ruleset, conversations, wake }, { platforms, directory, log });
  touchLead = createTouchLead(context);
  erasePerson = createErasePerson(context);
  await requeueStranded(context);
  await withdrawStrayOffers(context);

  const workers = startWorkers({
    context,
    jobs,
    handOvers,
    outside,
    deadLetters,
    platforms,
    directory,
    notifyAdmins,
    metrics,
    routerBeat,
    cronBeat,
    wake,
    log,
  });
  const inbox = createInbox({ ...context, replayDeadLetters }, directory, metrics);
  for (const chat of connected) {
    await chat.serve(inbox, () => {
      retryProblems(context, chat.platform.name).catch((err: unknown) =>
        log.warn('Cards that wait for the app to be let in are tried again later', { err }),
      );
    });
  }

  const welcomed = playground?.welcome();
  const matching = new AbortController();
  // Before the app is let into Teams nobody there can be found, and that is no mistake of anybody's.
  if (channels.notInstalled.length > 0) matching.abort();
  const matched = matchReps(
    { ruleset, platforms: platforms.values(), directory, notifyAdmins, clock },
    matching.signal,
  ).catch((error: unknown) => log.warn('Matching reps failed; it is tried again at their first lead', { err: error }));

  return {
    url,
    chats: connected.map(({ platform }) => platform.title),
    playground,
    forms: (ruleset.forms ?? []).map(({ id }) => id),
    warnings: [
      ...warnings,
      // The demo has channels for both.
      ...(playground ? [] : unconnectedChannels(ruleset, new Set(platforms.keys()))),
      ...channels.notInstalled,
    ],
    stop: async () => {
      matching.abort();
      await welcomed;
      for (const chat of connected) await chat.stop();
      await workers.stop();
      await server.stop(STOP_SERVER_WITHIN_MS);
      await intake.drain();
      await matched;
      await store.close();
    },
  };
}
