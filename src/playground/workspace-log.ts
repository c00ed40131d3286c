/**
 * The workspace's memory on disk: one JSON event per line, written before the caller goes on, so that what Slack "said"
 * survives a restart and a kill. Read and rewritten as short as possible at each start. Readable by its owner only: it
 * holds whatever was posted.
 */
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import { dirname } from 'node:path';
import {
  applyEvent,
  EVENT_TYPES,
  emptyState,
  eventsOf,
  type WorkspaceEvent,
  type WorkspaceState,
} from './workspace-state.ts';

export interface WorkspaceLog {
  /** What the file said when it was opened. */
  readonly state: WorkspaceState;
  /** Writes one event; it is in the hands of the operating system when this returns. */
  append(event: WorkspaceEvent): void;
  close(): void;
}

const OWNER_ONLY = 0o600;

/**
 * Opens the log, or makes a new one.
 * @param file path of the JSONL file; `null` keeps everything in memory only
 * @throws Error when a line before the last one is damaged; a torn last line (killed while writing) is dropped
 */
export function openWorkspaceLog(file: string | null): WorkspaceLog {
  if (file === null) return { state: emptyState(), append: () => {}, close: () => {} };
  const state = existsSync(file) ? replay(file) : emptyState();
  const descriptor = compact(file, state);
  return {
    state,
    append: (event) => appendFileSync(descriptor, `${JSON.stringify(event)}\n`),
    close: () => closeSync(descriptor),
  };
}

function replay(file: string): WorkspaceState {
  const state = emptyState();
  const lines = readFileSync(file, 'utf8').split('\n');
  const torn = lines.pop();
  for (const [index, line] of lines.entries()) {
    const event = parse(line);
    if (!event)
      throw new Error(`${file} is damaged at line ${index + 1}. Move it away to start with an empty playground.`);
    applyEvent(state, event);
  }
  // A line without its end was being written when the process was killed: nobody was told that it is stored.
  const whole = torn ? parse(torn) : null;
  if (whole) applyEvent(state, whole);
  return state;
}

function parse(line: string): WorkspaceEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    return isEvent(value) ? value : null;
  } catch {
    return null;
  }
}

function isEvent(value: unknown): value is WorkspaceEvent {
  return typeof value === 'object' && value !== null && 'type' in value && EVENT_TYPES.includes(String(value.type));
}

/** Writes the state beside the file and moves it over: a kill in between leaves the old file whole. */
function compact(file: string, state: WorkspaceState): number {
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.new`;
  const descriptor = openSync(next, 'w', OWNER_ONLY);
  for (const event of eventsOf(state)) appendFileSync(descriptor, `${JSON.stringify(event)}\n`);
  fsyncSync(descriptor);
  renameSync(next, file);
  return descriptor;
}
