/** What the page asks for and does: its files, its event stream, and every act of a person, as small JSON requests. */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Playground } from './create-playground.ts';
import { sameOriginOnly } from './loopback-guard.ts';
import { PAGE_HTML, PAGE_POLICY, pageBundle } from './page-bundle.ts';
import type { PageHistory } from './page-model.ts';
import { PageStreams, pageMessage } from './page-stream.ts';
import type { Reaction } from './reaction.ts';

const HISTORY_PAGE = 100;

/** In one go: a week. */
const MOST_AHEAD_MS = 7 * 86_400_000;

const id = z.string().max(100);
const chosen = z.union([z.string().max(3000), z.array(z.string().max(3000)).max(100)]);
const values = z.record(z.string(), z.record(z.string(), chosen));
const place = z.union([
  z.strictObject({ channel: id, ts: id }),
  z.strictObject({ note: id }),
  z.strictObject({ modal: id, values: values.optional() }),
]);

/** Every act of a person: the shape of the request, and what it does. */
function acts(playground: Playground) {
  const { workspace, leads } = playground;
  return {
    click: act(
      z.strictObject({
        user: id,
        at: place,
        actionId: z.string().max(255),
        blockId: z.string().max(255).optional(),
        chosen: chosen.optional(),
      }),
      (body) => playground.act(body),
    ),
    type: act(z.strictObject({ user: id, channel: id, text: z.string().max(12_000) }), (body) => playground.type(body)),
    submit: act(z.strictObject({ user: id, modal: id, values }), (body) => playground.submitModal(body)),
    close: act(z.strictObject({ user: id, modal: id }), (body) => playground.closeModal(body)),
    read: act(z.strictObject({ user: id, channel: id, ts: id }), (body) =>
      workspace.markRead(body.channel, body.user, body.ts),
    ),
    dismiss: act(z.strictObject({ note: id }), (body) => workspace.dismissNote(body.note)),
    example: act(z.strictObject({}), () => leads.example()),
    lead: act(z.strictObject({ lead: z.record(z.string(), z.unknown()) }), (body) => leads.send(body.lead)),
    time: act(z.strictObject({ aheadByMs: z.number().min(0).max(MOST_AHEAD_MS) }), (body) =>
      playground.time.moveAhead(body.aheadByMs),
    ),
    stream: act(z.strictObject({ perSecond: z.number().min(0).max(1) }), (body) => leads.stream(body.perSecond)),
  };
}

type Act = (body: unknown) => unknown;

function act<S extends z.ZodType>(schema: S, run: (body: z.infer<S>) => unknown): Act {
  return (body) => {
    const parsed = schema.safeParse(body);
    return parsed.success ? run(parsed.data) : MALFORMED;
  };
}

const MALFORMED: Reaction = {
  ok: false,
  error: 'malformed',
  message: 'The page sent something that the playground does not understand. Reload it.',
};

/** Serves the page at `/` and what it needs below `/playground`. */
export function pageRoutes(playground: Playground): FastifyPluginAsync {
  return async (server) => {
    const streams = new PageStreams(playground);
    server.addHook('preClose', async () => streams.close());
    server.addHook('onRequest', sameOriginOnly);

    server.get('/', (_request, reply) => sendFile(reply, 'text/html', PAGE_HTML));
    server.get('/playground/page.js', async (_request, reply) =>
      sendFile(reply, 'text/javascript', (await pageBundle()).script),
    );
    server.get('/playground/page.css', async (_request, reply) =>
      sendFile(reply, 'text/css', (await pageBundle()).style),
    );

    server.get('/playground/events', (request, reply) => {
      const user = actor(playground, request);
      if (!user) return reply.code(404).send({ error: 'nobody' });
      streams.attach(reply, user);
    });
    server.get('/playground/history', (request, reply) => {
      const history = historyFor(playground, request);
      return reply.code(history ? 200 : 404).send(history ?? { error: 'not_in_channel' });
    });
    for (const [name, run] of Object.entries(acts(playground))) {
      server.post(`/playground/${name}`, async (request) => (await run(request.body)) ?? { ok: true });
    }
  };
}

function sendFile(reply: FastifyReply, type: string, content: string): FastifyReply {
  return reply
    .headers({
      'content-security-policy': PAGE_POLICY,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    })
    .type(`${type}; charset=utf-8`)
    .send(content);
}

const asQuery = z.object({ as: z.string().default('') });
const historyQuery = asQuery.extend({ channel: z.string(), before: z.string().default('') });

/** Whom the page acts as: the person it names, else the first one there is. */
function actor(playground: Playground, request: FastifyRequest): string | null {
  const { as } = asQuery.parse(request.query);
  const people = playground.workspace.users().filter((user) => !user.isBot && !user.deleted);
  return (people.find((user) => user.id === as || user.username === as) ?? people[0])?.id ?? null;
}

function historyFor(playground: Playground, request: FastifyRequest): PageHistory | null {
  const parsed = historyQuery.safeParse(request.query);
  const user = parsed.success ? actor(playground, request) : null;
  if (!parsed.success || !user) return null;
  const { channel, before } = parsed.data;
  if (!playground.workspace.conversation(channel)?.members.includes(user)) return null;
  const messages = playground.workspace.history(channel).filter((message) => before === '' || message.ts < before);
  return { messages: messages.slice(-HISTORY_PAGE).map(pageMessage), hasMore: messages.length > HISTORY_PAGE };
}
