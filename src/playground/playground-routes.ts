/** Mounts a playground on a Fastify server: the page at `/`, everything else below `/playground`. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Playground } from './create-playground.ts';
import { loopbackOnly } from './loopback-guard.ts';
import { pageRoutes } from './page-routes.ts';
import { respond } from './respond.ts';
import { SOCKET_PATH } from './socket-mode.ts';
import { webApiRoutes } from './web-api/routes.ts';

/** The playground learns its own address when the server listens, and closes with the server. */
export function playgroundRoutes(playground: Playground): FastifyPluginAsync {
  return async (server) => {
    const { options, workspace } = playground;
    if (!options.allowRemote) server.addHook('onRequest', loopbackOnly);
    server.addHook('onListen', async () => {
      playground.baseUrl = ownUrl(server);
    });
    server.addHook('preClose', async () => playground.disconnect());
    server.addHook('onClose', async () => playground.close());

    await server.register(
      webApiRoutes({ ...apiCaller(playground), clock: options.clock, failpoints: playground.failpoints }),
      {
        prefix: '/playground/api',
      },
    );
    await server.register(pageRoutes(playground));
    server.post<{ Params: { key: string } }>('/playground/respond/:key', (request, reply) => {
      const answer = respond(workspace, playground.responseUrls, request.params.key, request.body);
      return reply.code(answer.status).send(answer.body);
    });
    server.server.on('upgrade', (request, socket, head) => {
      if (request.url?.startsWith(SOCKET_PATH)) playground.socketMode.upgrade(request, socket, head);
      else if (server.server.listenerCount('upgrade') === 1) socket.destroy();
    });
  };
}

function apiCaller(playground: Playground) {
  const { workspace, modals, triggers, socketMode, rateLimits, options } = playground;
  return {
    context: { workspace, modals, triggers, socketMode, baseUrl: () => playground.baseUrl },
    tokens: { bot: options.botToken, app: options.appToken ?? null },
    rateLimits,
  };
}

/** An address that reaches this server from this machine. */
function ownUrl(server: FastifyInstance): string {
  const address = server.addresses().find((candidate): candidate is AddressInfo => typeof candidate !== 'string');
  const host = address?.address ?? '127.0.0.1';
  const anywhere = host === '0.0.0.0' || host === '::';
  const name = anywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${address?.port ?? 0}`;
}
