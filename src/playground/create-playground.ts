/**
 * Puts a playground together: a workspace with its people and channels, and everything that acts on it. The page, the
 * Web API and the tests all go through this one object.
 */
import type { Clock } from '../ports/clock.ts';
import type { AppLink } from './app-link.ts';
import { type Click, deliverClick, type InteractionContext } from './clicks.ts';
import { demoLead } from './demo-leads.ts';
import type { FormValues } from './element-values.ts';
import { Failpoints } from './failpoints.ts';
import { BOT, slackId } from './identity.ts';
import { LeadSender } from './lead-sender.ts';
import { closeModal, submitModal } from './modal-submissions.ts';
import { Modals } from './modals.ts';
import { RateLimits } from './rate-limits.ts';
import type { Reaction } from './reaction.ts';
import { ResponseUrls } from './response-urls.ts';
import { signedRequests } from './signed-requests.ts';
import { RESERVED_COMMANDS, typeText } from './slash-commands.ts';
import { SocketMode } from './socket-mode.ts';
import { type AheadClock, TimeControl } from './time-control.ts';
import { Triggers } from './triggers.ts';
import { Workspace } from './workspace.ts';
import { openWorkspaceLog } from './workspace-log.ts';

interface PlaygroundUser {
  /** Slack user id; made from the e-mail address unless given. */
  id?: string;
  name: string;
  email: string;
  isAdmin?: boolean;
}

export interface PlaygroundOptions {
  /** The reps and admins of the routing file. One stranger, who is neither, is added. */
  users: readonly PlaygroundUser[];
  /** Channel names with or without `#`. New ones get everybody and the bot as members. */
  channels: readonly string[];
  /** JSONL file that keeps the workspace over restarts; `null`: memory only. */
  dataFile: string | null;
  signingSecret: string;
  botToken: string;
  appToken?: string;
  /**
   * Where signed interactions of all kinds go, e.g. `/slack/events`: a full URL, or a path on the server that the
   * playground is mounted on. `null`: Socket Mode.
   */
  requestUrl: string | null;
  /** The app's slash commands, e.g. `/lead`. */
  commands: readonly string[];
  /** Paths of hosted forms on the same server, for the page to link to. */
  forms?: readonly string[];
  /** The public lead API and its key, for the page's form and demo stream: a full URL or a path as above. */
  leadsUrl: string;
  apiKey: string | null;
  /** One that can be moved ahead gives the page a control for it. */
  clock: Clock | AheadClock;
  /** `strict` unless said otherwise: Slack's limits, with 429 and Retry-After. */
  rateLimits?: 'strict' | 'off';
  /** Answers other machines too. There are no passwords: only behind something that has them. */
  allowRemote?: boolean;
}

/** Somebody who is in the workspace but not in the routing file: shows what happens when they click. */
const STRANGER: PlaygroundUser = { name: 'Sam Stranger', email: 'sam.stranger@elsewhere.example' };

/** The same at every first start: some for each of the demo's channels, and one big deal for the admins. */
const WELCOME = { seed: 19, leads: 8 };

export class Playground {
  readonly options: PlaygroundOptions;
  readonly workspace: Workspace;
  readonly modals = new Modals();
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly rateLimits: RateLimits | null;
  readonly failpoints = new Failpoints();
  readonly socketMode: SocketMode;
  readonly leads: LeadSender;
  readonly time: TimeControl;
  readonly commands: readonly string[];
  readonly forms: readonly string[];
  readonly #interactions: InteractionContext;
  readonly #closeLog: () => void;
  #baseUrl = '';
  #requestUrl: string | null;

  /** @throws Error when a command is reserved by Slack, or the data file is damaged */
  constructor(options: PlaygroundOptions) {
    const reserved = options.commands.find((command) => RESERVED_COMMANDS.includes(command));
    if (reserved) throw new Error(`Slack reserves ${reserved} for itself: choose another command.`);
    const { clock } = options;
    const log = openWorkspaceLog(options.dataFile);
    const baseUrl = () => this.#baseUrl;
    this.options = options;
    this.commands = options.commands;
    this.forms = options.forms ?? [];
    this.#requestUrl = options.requestUrl;
    this.#closeLog = () => log.close();
    this.workspace = new Workspace(clock, log);
    this.triggers = new Triggers(clock);
    this.responseUrls = new ResponseUrls(clock);
    this.rateLimits = options.rateLimits === 'off' ? null : new RateLimits(clock);
    this.socketMode = new SocketMode(clock, baseUrl);
    this.time = new TimeControl(clock);
    this.leads = new LeadSender({ clock, url: () => this.#absolute(options.leadsUrl), apiKey: options.apiKey });
    const signed = signedRequests({
      clock,
      signingSecret: options.signingSecret,
      url: () => this.#absolute(this.#requestUrl ?? ''),
    });
    const { workspace, modals, triggers, responseUrls } = this;
    const link: AppLink = {
      deliver: (request) => (this.#requestUrl === null ? this.socketMode : signed).deliver(request),
    };
    this.#interactions = { workspace, modals, triggers, responseUrls, link, baseUrl };
    populate(workspace, options);
  }

  /** Where the playground is reached; set when its server listens. */
  get baseUrl(): string {
    return this.#baseUrl;
  }

  set baseUrl(url: string) {
    this.#baseUrl = url;
  }

  /** For `SLACK_API_URL`. */
  get slackApiUrl(): string {
    return `${this.#baseUrl}/playground/api/`;
  }

  /** Changes where interactions go, like the app's settings page; `null`: Socket Mode. */
  set requestUrl(url: string | null) {
    this.#requestUrl = url;
  }

  /** The Slack id of the person with this e-mail address. @throws Error when there is none */
  userId(email: string): string {
    const user = this.workspace.users().find((candidate) => candidate.email === email);
    if (!user) throw new Error(`Nobody has the address ${email}.`);
    return user.id;
  }

  /** The Slack id of a channel. @param name with or without `#`. @throws Error when there is none */
  channelId(name: string): string {
    const id = slackId('C', plainName(name));
    if (!this.workspace.conversation(id)) throw new Error(`There is no channel ${name}.`);
    return id;
  }

  /** Clicks or chooses something, as the page does. Resolves when the app has acknowledged or is too late. */
  act(click: Click): Promise<Reaction> {
    return deliverClick(this.#interactions, click);
  }

  /** Types a message or a slash command and presses Enter. */
  type(typed: { user: string; channel: string; text: string }): Promise<Reaction> {
    return typeText(this.#interactions, this.commands, typed);
  }

  /** Sends an open modal. `values` by `block_id` and `action_id`; what is left out stays as it was shown. */
  submitModal({ user, modal, values }: { user: string; modal: string; values: FormValues }): Promise<Reaction> {
    return submitModal(this.#interactions, user, modal, values);
  }

  closeModal({ user, modal }: { user: string; modal: string }): Promise<Reaction> {
    return closeModal(this.#interactions, user, modal);
  }

  /** Sends a few invented leads into a workspace that is still empty, so that a newcomer has something to claim. */
  async welcome(): Promise<void> {
    const { workspace, leads } = this;
    if (workspace.conversations().some(({ id }) => workspace.history(id).length > 0)) return;
    for (let n = 0; n < WELCOME.leads; n += 1) await leads.send(demoLead(WELCOME.seed, n));
  }

  /** Ends the demo stream and the app's connections, so that the server can stop. */
  disconnect(): void {
    this.leads.stream(0);
    this.socketMode.close();
  }

  /** Closes the data file; nothing can be posted any more. */
  close(): void {
    this.disconnect();
    this.#closeLog();
  }

  #absolute(url: string): string {
    return new URL(url, this.#baseUrl || undefined).href;
  }
}

export function createPlayground(options: PlaygroundOptions): Playground {
  return new Playground(options);
}

/** Makes the people and channels of the options; people who are no longer in them leave. */
function populate(workspace: Workspace, options: PlaygroundOptions): void {
  const known = new Set(workspace.users().map((user) => user.id));
  const wanted = [...options.users, STRANGER].map((user) => ({
    ...user,
    id: user.id ?? slackId('U', user.email.toLowerCase()),
  }));
  const wantedIds = new Set(wanted.map((user) => user.id));
  for (const user of wanted) putPerson(workspace, user);
  for (const user of workspace.users()) {
    if (!user.isBot && !user.deleted && !wantedIds.has(user.id)) workspace.putUser({ ...user, deleted: true });
  }
  const newcomers = [...wantedIds].filter((id) => !known.has(id));
  for (const name of options.channels) {
    const channel = workspace.channel(plainName(name), [BOT.id, ...wantedIds]);
    for (const id of newcomers) if (!channel.members.includes(id)) workspace.join(channel.id, id);
  }
  for (const id of wantedIds) workspace.direct(id);
}

function putPerson(workspace: Workspace, { id, name, email, isAdmin = false }: PlaygroundUser & { id: string }): void {
  const before = workspace.user(id);
  const title = email === STRANGER.email ? 'Not a rep' : isAdmin ? 'Admin' : 'Rep';
  workspace.putUser({
    ...before,
    id,
    username: email.toLowerCase().split('@')[0] ?? id,
    realName: name,
    email: email.toLowerCase(),
    title,
    isAdmin,
    isBot: false,
    deleted: false,
    presence: before?.presence ?? 'active',
    tz: 'Europe/London',
  });
}

function plainName(channel: string): string {
  return channel.replace(/^#/, '');
}
