/**
 * The lanes. `npm test`: unit, and contract on PGlite, with nothing but Node. `npm run test:pg`: the same contract suites on
 * the PostgreSQL of `DATABASE_URL`, and the races and crashes. `npm run test:e2e`: a browser.
 */
import { defineConfig } from 'vitest/config';

/** The database that `test/helpers/database.ts` opens. Said here, so that `npm test` never touches a `DATABASE_URL`. */
const onPglite = { TEST_DATABASE: 'pglite' };
const onPostgres = { TEST_DATABASE: 'postgres' };
const report = process.env.VITEST_JSON_REPORT;
const prepare = { globalSetup: ['test/helpers/database-template.ts'], hookTimeout: 120_000 };

/** One module cache for all files of a worker: they change no module's state, and loading takes longer than testing. */
const shared = { isolate: false };

/** Looks at what is loaded, so that nothing may be loaded before. */
const ALONE = 'test/unit/availability/lazy-holidays.test.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    // Two cores; more at once only makes the ones that watch the clock wait.
    maxWorkers: 2,
    // Only to end what hangs: how long something takes is not a test.
    testTimeout: 60_000,
    // For scripts that count what ran.
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      // One module cache for all files of a worker: they change no module's state, and loading takes longer than testing.
      project('unit', ['test/architecture.test.ts', 'test/unit/**/*.test.{ts,tsx}'], {
        isolate: false,
        exclude: [ALONE],
      }),
      project('unit-alone', [ALONE], {}),
      project('contract', ['test/contract/**/*.test.ts', 'test/playground/**/*.test.{ts,tsx}'], {
        ...prepare,
        ...shared,
        env: onPglite,
      }),
      project('contract-pg', ['test/contract/**/*.test.ts'], { ...prepare, ...shared, env: onPostgres }),
      project('race', ['test/race/**/*.test.ts'], { ...prepare, env: onPostgres, testTimeout: 180_000 }),
      project('crash', ['test/crash/**/*.test.ts'], { ...prepare, env: onPostgres, testTimeout: 180_000 }),
      project('e2e', ['test/e2e/**/*.test.ts'], { testTimeout: 180_000, hookTimeout: 180_000 }),
    ],
  },
});

function project(name: string, include: string[], settings: object) {
  return { extends: true as const, test: { name, include, ...settings } };
}
