/** What the server tells the page. Shared by both sides, so that they cannot disagree; types only. */
import type { Block } from './block-kit/blocks.ts';
import type { ModalContent } from './block-kit/check-view.ts';
import type { StreamStatus } from './lead-sender.ts';

export interface PagePerson {
  id: string;
  name: string;
  username: string;
  /** `Rep`, `Admin`, … */
  title: string;
  presence: 'active' | 'away';
  isBot: boolean;
  /** Whom the page offers under "Act as". */
  canAct: boolean;
}

export interface PageConversation {
  id: string;
  kind: 'channel' | 'im';
  /** Channel name without `#`; for a direct conversation the app's name. */
  name: string;
  archived: boolean;
  /** Counted up to 100. */
  unread: number;
}

export interface PageMessage {
  ts: string;
  user: string;
  text: string;
  blocks: Block[];
  threadTs?: string | undefined;
  editedTs?: string | undefined;
}

export interface PageNote {
  ts: string;
  channel: string;
  from: 'app' | 'workspace';
  text: string;
  blocks: Block[];
}

export interface PageModal {
  id: string;
  hash: string;
  content: ModalContent;
  /** By `block_id`. */
  errors: Record<string, string>;
  /** Whether closing it shows another one beneath. */
  isPushed: boolean;
}

/** What time it is for Dibs, and how far somebody has moved it ahead of the real time; both in ms. */
export interface PageClock {
  now: number;
  ahead: number;
}

/** Everything that the event stream carries; on (re)connect the first six come at once. */
export interface PageEvents {
  clock: PageClock;
  /** `forms`: paths of hosted forms on this server. */
  people: { me: string; people: PagePerson[]; commands: string[]; forms: string[] };
  sidebar: PageConversation[];
  modal: PageModal | null;
  notes: PageNote[];
  stream: StreamStatus;
  message: { channel: string; message: PageMessage };
  deleted: { channel: string; ts: string };
}

export interface PageHistory {
  /** Oldest first. */
  messages: PageMessage[];
  /** Whether there are older ones. */
  hasMore: boolean;
}
