/**
 * Holds the shape of the code (design §3): which room may import which, where SDK types stop, how long a file may be.
 * Reads the imports as text, so it sees type imports too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => join('src', file))
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('src/store/generated'))
  .sort();

const IMPORT = /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '');
}

/** Puts the command line together, as `src/main.ts` does the server. */
const COMMAND_LINE = 'src/cli/main.ts';

/** `src/chat/slack/render.ts` → `chat/slack`; `src/store/x.ts` → `store`; `src/main.ts` → `main`. */
function roomOf(file: string): string {
  if (file === COMMAND_LINE) return 'main';
  const parts = relative('src', file).split('/');
  if (parts.length === 1) return 'main';
  return parts[0] === 'chat' && parts.length > 2 ? `chat/${parts[1]}` : String(parts[0]);
}

/** What each room may import beside itself. Edges know ports and inner rooms, never each other. */
const MAY_IMPORT: Record<string, string[]> = {
  domain: [],
  ports: ['domain'],
  app: ['domain', 'ports'],
  config: ['domain', 'system'],
  system: ['ports'],
  obs: ['domain', 'ports'],
  store: ['domain', 'ports', 'app'],
  chat: ['domain', 'ports'],
  'chat/slack': ['domain', 'ports', 'app', 'chat'],
  'chat/teams': ['domain', 'ports', 'app', 'chat', 'system'],
  http: ['domain', 'ports', 'app'],
  crm: ['domain', 'ports', 'app'],
  jobs: ['domain', 'ports', 'app'],
  playground: ['domain', 'ports', 'app', 'system'],
  cli: ['domain', 'ports', 'app', 'config', 'system'],
};

/** SDKs and the only rooms that may know them. */
const SDK_ROOMS: [RegExp, string[]][] = [
  [/^@slack\//, ['chat/slack']],
  [/^(botbuilder|botframework-|@microsoft\/teams-ai)/, ['chat/teams']],
  [/^(@prisma\/|prisma$|pg$|pg-boss$|@electric-sql\/|pglite-)/, ['store']],
  [/^(react|react-dom|slack-blocks-to-jsx|esbuild|ws)(\/|$)/, ['playground']],
  [/^fastify/, ['http', 'playground']],
  [/^(@hubspot\/|jsforce)/, ['crm']],
  [/^node-cron$/, ['jobs']],
];

const edges = SOURCES.flatMap((file) => importsOf(file).map((target) => ({ file, target })));

describe('architecture', () => {
  it('has sources to look at', () => {
    expect(SOURCES.length).toBeGreaterThan(50);
    expect(edges.length).toBeGreaterThan(200);
  });

  it('imports only inwards: domain ← ports ← app ← edges ← main', () => {
    const wrong = edges.flatMap(({ file, target }) => {
      if (!target.startsWith('.')) return [];
      const from = roomOf(file);
      const to = roomOf(join(dirname(file), target));
      if (from === 'main' || from === to || MAY_IMPORT[from]?.includes(to)) return [];
      return [`${file} (${from}) imports ${target} (${to})`];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps each SDK in its room', () => {
    const wrong = edges.flatMap(({ file, target }) =>
      SDK_ROOMS.filter(([sdk, rooms]) => sdk.test(target) && !rooms.includes(roomOf(file))).map(
        () => `${file} imports ${target}`,
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the domain pure: no clock, no randomness, no waiting, no I/O', () => {
    // `module` is for tables that are too large to load before somebody asks for them.
    const impure = /Date\.now\(|new Date\(\)|Math\.random\(|\bawait\b|\basync\b|process\.|from 'node:(?!util|module)/;
    const wrong = SOURCES.filter((file) => roomOf(file) === 'domain').filter((file) => {
      const code = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return impure.test(code);
    });
    expect(wrong).toEqual([]);
  });

  it('has no file over 400 lines, and a median of at most 120', () => {
    const lengths = SOURCES.map((file) => ({
      file,
      lines: readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1,
    }));
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(120);
  });

  it('names files in kebab-case and has no barrels', () => {
    const wrong = SOURCES.filter(
      (file) => !/^[a-z0-9]+(-[a-z0-9]+)*\.tsx?$/.test(String(file.split('/').pop())) || /\/index\.tsx?$/.test(file),
    );
    expect(wrong).toEqual([]);
  });

  it('checks the time in one place only', () => {
    const wrong = SOURCES.filter((file) => roomOf(file) === 'app' || roomOf(file) === 'jobs').filter((file) =>
      /Date\.now\(|new Date\(\)|setTimeout\(|Math\.random\(/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});
