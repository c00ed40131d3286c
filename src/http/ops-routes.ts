/** For whoever runs Dibs: is the process up, can it work, what has it counted. Open, and without anything of a lead. */
import type { FastifyPluginAsync } from 'fastify';
import type { Health } from './health.ts';

export interface OpsRoutesOptions {
  health: Health;
  metrics: { contentType: string; render(): Promise<string> };
}

export function opsRoutes({ health, metrics }: OpsRoutesOptions): FastifyPluginAsync {
  return async (app) => {
    app.get('/healthz', async () => ({ status: 'ok' }));
    app.get('/readyz', async (_request, reply) => {
      const { ready, checks } = await health();
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable', checks });
    });
    app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.render()));
  };
}
