/** A playground on a server of its own, for tests. */
import fastify from 'fastify';
import { createPlayground, type Playground, type PlaygroundOptions } from './create-playground.ts';
import { playgroundRoutes } from './playground-routes.ts';

export interface RunningPlayground {
  playground: Playground;
  /** e.g. `http://127.0.0.1:41234`. */
  url: string;
  /** For the client's `slackApiUrl`. */
  slackApiUrl: string;
  close(): Promise<void>;
}

/** @param options as for `createPlayground`, and the port on 127.0.0.1; 0 (the default) takes a free one */
export async function startPlayground(options: PlaygroundOptions & { port?: number }): Promise<RunningPlayground> {
  const playground = createPlayground(options);
  const server = fastify({ forceCloseConnections: true });
  await server.register(playgroundRoutes(playground));
  const url = await server.listen({ host: '127.0.0.1', port: options.port ?? 0, backlog: 4_096 });
  return { playground, url, slackApiUrl: playground.slackApiUrl, close: () => server.close() };
}
