/**
 * What Dibs counts, for Prometheus. Label values are codes from our own lists and ids from the routing file, never anything
 * of a lead, so the page may be read by whoever watches the machines.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { PlatformName } from '../domain/ruleset.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';

/** The page is open, so it must not be a way to keep the database busy: gauges are read at most this often. */
const REFRESH_EVERY_MS = 5_000;

/** Counting leads by status grows with their number (0.3 s at a million): it may take one part in so many of the time. */
const PAUSE_PER_READ = 50;

/** A slow database must not take the other figures away: after this long the gauges stay as they were. */
const REFRESH_WITHIN_MS = 2_000;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export interface MetricsParts {
  store: Store;
  clock: Clock;
  intakeWaiting: () => number;
  /** Ids of the systems outside that get leads; none unless given. */
  targets?: readonly string[];
}

export interface Metrics {
  contentType: string;
  /** The page, in Prometheus' text format. Never rejects because of the database. */
  render(): Promise<string>;
  /** An HTTP request was answered. `route` is the pattern, e.g. `/v1/leads/:id`, never the address. */
  request(route: string, method: string, status: number, seconds: number): void;
  /** A lead was sent to us: `stored`, `repeat`, `key_reused` or `invalid`. */
  received(outcome: string): void;
  /** A source sent something to `/hooks/{id}`: the source's id and what became of it, e.g. `stored`, `ignored` or `refused`. */
  hooked(source: string, outcome: string): void;
  /** Leads were routed to a destination: its kind and the pool or rep. */
  routed(kind: string, name: string): void;
  /** A rep tried to claim: the outcome's kind. */
  claimed(outcome: string): void;
  /** A push pool did something with a lead: the event's type, e.g. `offered` or `expired`. */
  pushed(event: string): void;
  /** A rep answered an offer: `accepted`, `declined`, or why the answer came too late. */
  answered(outcome: string): void;
  /** A pass of the timekeeper: the types of the events it made, e.g. `reminded`; mostly none. */
  kept(events: readonly string[]): void;
  /** A scheduled job ran on this instance, as this tick. */
  ticked(job: string, outcome: string, tick: Date): void;
  /** A lead was handed over to a target, or could not be: `done`, or the failure's code. */
  handedOver(target: string, result: string): void;
  /** A step of a delivery was taken: `sent`, `edited`, or the error's code. */
  delivered(platform: PlatformName, result: string): void;
}

/**
 * @param deps.intakeWaiting how many requests wait for the next commit
 */
export function createMetrics(deps: MetricsParts): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = histogram(registry, 'dibs_http_request_seconds', 'HTTP requests by time to answer', [
    'route',
    'method',
    'status',
  ]);
  const received = counter(registry, 'dibs_leads_received_total', 'Leads sent to Dibs, by outcome', ['outcome']);
  const hooked = counter(registry, 'dibs_hook_items_total', 'What sources sent to /hooks, by outcome', [
    'source',
    'outcome',
  ]);
  const routed = counter(registry, 'dibs_leads_routed_total', 'Leads routed, by destination', ['kind', 'name']);
  const claims = counter(registry, 'dibs_claims_total', 'Clicks on Claim, by outcome', ['outcome']);
  const deliveries = counter(registry, 'dibs_deliveries_total', 'Steps of deliveries, by result', [
    'platform',
    'result',
  ]);
  const answers = counter(registry, 'dibs_offer_answers_total', 'Answers to offers, by outcome', ['outcome']);
  const pushes = counter(registry, 'dibs_push_events_total', 'What push pools did with leads, by event', ['event']);
  const steps = counter(registry, 'dibs_limit_steps_total', 'Steps of time limits, by event', ['event']);
  const keptAt = gauge(registry, 'dibs_limits_kept_timestamp_seconds', 'When time limits were last looked at');
  const runs = counter(registry, 'dibs_cron_runs_total', 'Runs of scheduled jobs on this instance, by outcome', [
    'job',
    'outcome',
  ]);
  const lastTick = gauge(
    registry,
    'dibs_cron_last_tick_timestamp_seconds',
    'The last tick of a scheduled job that this instance has run: the newest of all instances is the heartbeat',
    ['job'],
  );
  const handOvers = counter(registry, 'dibs_hand_overs_total', 'Leads handed over to systems outside, by result', [
    'target',
    'result',
  ]);
  const gauges = createGauges(registry, deps);

  return {
    contentType: registry.contentType,
    render: async () => {
      await gauges.refresh();
      return registry.metrics();
    },
    request: (route, method, status, seconds) => requests.observe({ route, method, status: String(status) }, seconds),
    received: (outcome) => received.inc({ outcome }),
    hooked: (source, outcome) => hooked.inc({ source, outcome }),
    routed: (kind, name) => routed.inc({ kind, name }),
    claimed: (outcome) => claims.inc({ outcome }),
    answered: (outcome) => answers.inc({ outcome }),
    pushed: (event) => pushes.inc({ event }),
    kept: (events) => {
      keptAt.set(deps.clock.now().getTime() / 1000);
      for (const event of events) steps.inc({ event });
    },
    ticked: (job, outcome, tick) => {
      runs.inc({ job, outcome });
      if (outcome === 'done') lastTick.set({ job }, tick.getTime() / 1000);
    },
    handedOver: (target, result) => handOvers.inc({ target, result }),
    delivered: (platform, result) => deliveries.inc({ platform, result }),
  };
}

/** The figures that are read rather than counted: how much waits, and where. */
function createGauges(registry: Registry, deps: MetricsParts) {
  const { store, clock, targets = [] } = deps;
  const intake = gauge(registry, 'dibs_intake_waiting', 'Requests that wait for the next commit');
  const reachable = gauge(registry, 'dibs_store_reachable', '1: the database answered the last time it was asked');
  const backlog = gauge(registry, 'dibs_router_backlog', 'Leads that wait for routing');
  const leads = gauge(registry, 'dibs_leads', 'Leads by status', ['status']);
  const open = gauge(registry, 'dibs_deliveries_open', 'Cards that are not up to date, by state', ['state']);
  const toHandOver = gauge(registry, 'dibs_hand_overs_waiting', 'Leads that wait for a system outside', ['target']);
  const dead = gauge(registry, 'dibs_hand_overs_dead', 'Leads that could not be handed over and wait for a person', [
    'target',
  ]);
  const alarms = gauge(registry, 'dibs_alarms', 'Alarms that the admins were told of and that are not over', ['kind']);
  let freshUntil = 0;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    const startedAt = clock.now().getTime();
    try {
      const { waiting } = await store.leads.backlog();
      const byStatus = await store.leads.countByStatus();
      const byState = await store.deliveries.countOpen();
      const raised = await store.alarms.raised();
      const forTargets = await readHandOvers(store, targets);
      backlog.set(waiting);
      setAll(toHandOver, 'target', forTargets.waiting);
      setAll(dead, 'target', forTargets.dead);
      setAll(leads, 'status', byStatus);
      setAll(open, 'state', byState);
      setAll(alarms, 'kind', raised);
      reachable.set(1);
    } catch {
      reachable.set(0);
    }
    const now = clock.now().getTime();
    freshUntil = now + Math.max(REFRESH_EVERY_MS, (now - startedAt) * PAUSE_PER_READ);
  }

  return {
    refresh: async (): Promise<void> => {
      intake.set(deps.intakeWaiting());
      if (clock.now().getTime() < freshUntil) return;
      reading ??= read().finally(() => {
        reading = null;
      });
      const limit = new AbortController();
      await Promise.race([reading, clock.sleep(REFRESH_WITHIN_MS, limit.signal)]);
      limit.abort();
    },
  };
}

async function readHandOvers({ handOvers }: Store, targets: readonly string[]) {
  const waiting: Record<string, number> = {};
  const dead = Object.fromEntries(targets.map((target) => [target, 0]));
  for (const target of targets) waiting[target] = await handOvers.countWaiting(target);
  const counts = targets.length === 0 ? [] : await handOvers.countDead(null);
  for (const { target, count } of counts) dead[target] = (dead[target] ?? 0) + count;
  return { waiting, dead };
}

/** Sets one gauge per label value; those that are gone leave with the reset. */
function setAll(target: Gauge<string>, label: string, counts: Record<string, number>): void {
  target.reset();
  for (const [value, count] of Object.entries(counts)) target.set({ [label]: value }, count);
}

function counter(registry: Registry, name: string, help: string, labelNames: string[]): Counter<string> {
  return new Counter({ name, help, labelNames, registers: [registry] });
}

function gauge(registry: Registry, name: string, help: string, labelNames: string[] = []): Gauge<string> {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}

function histogram(registry: Registry, name: string, help: string, labelNames: string[]): Histogram<string> {
  return new Histogram({ name, help, labelNames, buckets: SECONDS, registers: [registry] });
}
