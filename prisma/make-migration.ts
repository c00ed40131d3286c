/**
 * Writes the next migration: what `schema.prisma` has and the migrations do not yet.
 *
 *   npm run migration -- <what-changed>
 *
 * Read the SQL it writes before committing it: it cannot know that a column was renamed, or how to fill a new one. A
 * migration that any database has applied is never edited again; what was forgotten goes into a new one. It must leave
 * the version of the program before it working, since both run side by side during an update.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { migrate } from '../src/store/migrate.ts';
import { MIGRATIONS_DIR, readMigrations } from '../src/store/migrations.ts';
import { pgliteHome } from '../src/store/pglite.ts';
import { missingSql } from './schema-engine.ts';

const [what] = process.argv.slice(2);
if (!what || !/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(what)) {
  process.stderr.write('Say in a word or two what changed, e.g. `npm run migration -- lead-tags`\n');
  process.exit(1);
}

const database = await PGlite.create();
await migrate(pgliteHome(database), await readMigrations());
const script = await missingSql(database);
await database.close();

if (script === null) {
  process.stdout.write('The migrations have everything that schema.prisma has.\n');
} else {
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const directory = join(MIGRATIONS_DIR, `${timestamp}_${what.replaceAll('-', '_')}`);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'migration.sql'), script);
  process.stdout.write(`Wrote ${directory}/migration.sql\n`);
}
