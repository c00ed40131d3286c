/**
 * Prisma's schema engine as WebAssembly, over an open PGlite: compares a database with `schema.prisma`. Only for writing
 * migrations and for the test that holds them; the program needs no engine.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';

/** What `wasm-bindgen` leaves out of the types of its module. */
interface EngineModule {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: { new: typeof SchemaEngine.new };
}

export const SCHEMA_FILE = join(import.meta.dirname, 'schema.prisma');

export const NO_FILTERS = { externalTables: [], externalEnums: [] };

let loaded: Promise<EngineModule> | undefined;

/** The engine's code. Once per process: a second instance would pull the first one's memory away. */
async function load(): Promise<EngineModule> {
  const directory = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const { instance } = await WebAssembly.instantiate(await readFile(join(directory, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': engineModule as unknown as WebAssembly.ModuleImports,
  });
  const module = engineModule as unknown as EngineModule;
  module.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return module;
}

/** An engine that works on this database. */
export async function openSchemaEngine(database: PGlite): Promise<SchemaEngine> {
  loaded ??= load();
  const module = await loaded;
  const datamodels: [string, string][] = [[SCHEMA_FILE, await readFile(SCHEMA_FILE, 'utf8')]];
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(database));
  return module.SchemaEngine.new({ datamodels }, () => undefined, adapter);
}

/** @returns the SQL that makes the database what `schema.prisma` says; `null` when it is that already */
export async function missingSql(database: PGlite): Promise<string | null> {
  const files = [{ path: SCHEMA_FILE, content: await readFile(SCHEMA_FILE, 'utf8') }];
  const engine = await openSchemaEngine(database);
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files, configDir: import.meta.dirname },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: true,
    filters: NO_FILTERS,
  });
  return exitCode === 0 ? null : stdout;
}
