/** The migrations in `prisma/migrations`, as Prisma lays them out: one directory each, in the order of their names. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Migration {
  /** Name of its directory, e.g. `20260101120000_leads`. */
  name: string;
  script: string;
  /** SHA-256 (hex) of the script: what Prisma remembers to notice later edits. */
  checksum: string;
}

export const MIGRATIONS_DIR = join(import.meta.dirname, '../../prisma/migrations');

/** All migrations, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(MIGRATIONS_DIR, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readMigration(name)));
}

async function readMigration(name: string): Promise<Migration> {
  const text = await readFile(join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8');
  // A checkout on Windows may have changed the line ends.
  const script = text.replaceAll('\r\n', '\n');
  return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
}
