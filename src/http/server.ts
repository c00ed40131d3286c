/**
 * The HTTP edge, put together: lead API, webhooks, chat platforms' requests, health and metrics, and whatever pages the caller brings.
 * Logs say method, route pattern, status and time, never an address or a body.
 */
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyRequest } from 'fastify';
import type { Batcher } from '../app/batcher.ts';
import type { DescribeLead } from '../app/describe-lead.ts';
import type { IntakeOutcome, IntakeRequest } from '../app/receive-leads.ts';
import type { TouchLead } from '../app/touch-lead.ts';
import type { Log } from '../ports/log.ts';
import { createCredentials } from './credentials.ts';
import { createReportError, sendProblem, toProblem } from './error-handler.ts';
import { type FormsOptions, formRoutes } from './forms/form-routes.ts';
import type { Health } from './health.ts';
import { type HookRoutesOptions, hookRoutes } from './hooks/hook-routes.ts';
import { createAcceptLead } from './lead-request.ts';
import { leadRoutes } from './lead-routes.ts';
import { createLoadGuard, type Limits } from './load-guard.ts';
import { answerClientError, createNodeServer, createStop } from './node-server.ts';
import { opsRoutes } from './ops-routes.ts';
import { Problem } from './problem.ts';

export interface ServerOptions {
  /** `null`: the lead API is open (the playground on loopback). */
  apiKey: string | null;
  intake: Batcher<IntakeRequest, IntakeOutcome>;
  describeLead: DescribeLead;
  /** `null` until touches can be recorded. */
  touchLead: () => TouchLead | null;
  health: Health;
  metrics: HttpMetrics;
  log: Log;
  /** Who answers the POST requests of chat platforms, by path, e.g. `/slack/events`. */
  chatListeners?: ReadonlyMap<string, RequestListener>;
  /** Hosted forms, at `/f`. */
  forms?: FormsOptions;
  /** More routes, each in a scope of its own. */
  plugins?: readonly FastifyPluginAsync[];
  /** Who may send leads to `/hooks/{id}`; nobody, unless given. */
  hooks?: Pick<HookRoutesOptions, 'sources' | 'secrets' | 'clock' | 'publicUrl'>;
  limits?: Limits;
}

/** What the edge counts, and the page it shows. */
export interface HttpMetrics {
  contentType: string;
  render(): Promise<string>;
  request(route: string, method: string, status: number, seconds: number): void;
  received(outcome: string): void;
  /** A delivery of a source, or an item of it, by what became of it. */
  hooked(source: string, outcome: string): void;
}

export interface HttpServer {
  app: FastifyInstance;
  /** @returns the address it listens on, e.g. `http://127.0.0.1:3000` */
  listen(at: { host: string; port: number }): Promise<string>;
  /**
   * Stops accepting, lets requests under way finish, and cuts off whoever is still connected after `withinMs`, upgraded
   * connections included. Plugins that hold such connections close them earlier, in Fastify's `preClose`.
   */
  stop(withinMs: number): Promise<void>;
}

/**
 * Connections that may wait to be taken. Beyond it the system drops them, and a click that knocks again seconds later is late
 * for Slack. Node's own 511 is too few for a thousand clicks at once; Linux allows 4,096.
 */
const BACKLOG = 4_096;

/** @returns the server, not yet listening */
export async function buildServer(options: ServerOptions): Promise<HttpServer> {
  const app = createApp(options);
  const { intake, log, apiKey, describeLead, touchLead, forms, hooks } = options;
  const { received, hooked: count } = options.metrics;
  const guardLoad = createLoadGuard(intake, options.limits);
  const taking = {
    acceptLead: createAcceptLead({ intake, count: received }),
    guardLoad,
    reportError: createReportError(log),
  };
  await app.register(opsRoutes(options));
  await app.register(leadRoutes({ ...taking, credentials: createCredentials(apiKey), describeLead, touchLead }));
  if (forms) await app.register(formRoutes({ ...taking, ...forms, apiKey }), { prefix: '/f' });
  if (hooks) await app.register(hookRoutes({ ...hooks, intake, guardLoad, count, received, log }));
  for (const plugin of options.plugins ?? []) await app.register(plugin);
  return {
    app,
    listen: (at) => app.listen({ ...at, backlog: BACKLOG }),
    stop: createStop(app.server, () => app.close()),
  };
}

function createApp(options: ServerOptions): FastifyInstance {
  const { log, metrics, chatListeners = new Map<string, RequestListener>() } = options;
  const posts = new Map([...chatListeners].map(([path, listener]) => [path, observed(path, listener, metrics)]));
  const app = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    // Requests on connections that are open when the server stops are still answered, within the time that stopping has.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    serverFactory: (handler) => createNodeServer(handler, posts),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => sendProblem(reply, toProblem(error)),
  });
  const reportError = createReportError(log);
  app.setErrorHandler((error, request, reply) => {
    reportError(error, request.id);
    return sendProblem(reply, toProblem(error));
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, new Problem('not-found')));
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => observe(request, reply.statusCode, reply.elapsedTime, options));
  return app;
}

function observe(request: FastifyRequest, status: number, ms: number, { log, metrics }: ServerOptions): void {
  const route = request.routeOptions.url ?? 'unknown';
  metrics.request(route, request.method, status, ms / 1_000);
  const write = /^\/(?:v1|hooks)\//.test(route) ? log.info : log.debug;
  write('Request answered', { method: request.method, route, status, ms: Math.round(ms), requestId: request.id });
}

/** A chat platform's listener, with its requests counted like all others. */
function observed(path: string, listener: RequestListener, metrics: HttpMetrics): RequestListener {
  return (request, response) => {
    const startedAt = performance.now();
    response.once('close', () => {
      metrics.request(path, 'POST', response.statusCode, (performance.now() - startedAt) / 1_000);
    });
    return listener(request, response);
  };
}
