/** Starts Dibs, and stops it when asked to. What it is made of is in `main/start-dibs.ts`. */
import { join } from 'node:path';
import { EnvError, loadEnv } from './config/env.ts';
import { AppError, ChatError } from './domain/errors.ts';
import { announce } from './main/announce.ts';
import { startDibs } from './main/start-dibs.ts';
import { createLog } from './obs/log.ts';
import { openMovableClock } from './system/movable-clock.ts';
import { systemClock } from './system/system-clock.ts';

/** A second signal, or this long after the first, ends the process at once. */
const STOP_WITHIN_MS = 10_000;

async function main(): Promise<void> {
  const env = loadEnv(process.env);
  const log = createLog({ level: env.logLevel, pretty: process.stdout.isTTY });
  // Real leads have real time limits; only the playground's time can be moved.
  const clock =
    env.mode === 'playground' ? openMovableClock(systemClock, join(env.dataDir, 'playground-clock.json')) : systemClock;
  const dibs = await startDibs(env, { log, clock });
  announce(env, dibs, process.stdout);

  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info('Stopping', { signal });
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    dibs.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('Stopping failed', { err: error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('unhandledRejection', (error) => {
    // A bug of ours: state is written before it is acknowledged, so the safe answer is to start afresh.
    log.error('Unhandled rejection', { err: error });
    stop('unhandledRejection');
  });
}

function explain(error: unknown): string {
  if (error instanceof ChatError) return `${error.message}. ${error.remedy ?? ''}`;
  if (error instanceof EnvError || error instanceof AppError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  // What a person must put right is a sentence; everything else is a bug and comes with its stack.
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
