/**
 * Sends leads to the public lead API, like any website would: what a person typed into the page's form, or a stream of
 * invented ones. The API key stays on this side; the browser never sees it.
 */
import type { Clock } from '../ports/clock.ts';
import { type DemoLead, demoLead } from './demo-leads.ts';

export interface LeadAnswer {
  /** HTTP status; 0 when the API could not be reached. */
  status: number;
  /** What the API said, parsed from JSON; `null` when it was not JSON. */
  body: unknown;
}

export interface StreamStatus {
  /** Leads per second; 0 while stopped. */
  perSecond: number;
  /** Since the playground was started. */
  sent: number;
  refused: number;
}

export interface LeadSenderOptions {
  clock: Clock;
  url: () => string;
  /** `null` where the lead API asks for none. */
  apiKey: string | null;
}

export class LeadSender {
  readonly #options: LeadSenderOptions;
  /** Different at each start: the same leads again would be repeats, and make no new cards. */
  readonly #seed: number;
  #next = 0;
  #stop = new AbortController();
  #status: StreamStatus = { perSecond: 0, sent: 0, refused: 0 };
  readonly #listeners = new Set<() => void>();

  constructor(options: LeadSenderOptions) {
    this.#options = options;
    this.#seed = Math.floor(options.clock.now().getTime() / 1000);
  }

  get status(): StreamStatus {
    return this.#status;
  }

  /** Calls back when the status changes. @returns stops it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The next invented lead. */
  example(): DemoLead {
    const lead = demoLead(this.#seed, this.#next);
    this.#next += 1;
    return lead;
  }

  async send(lead: unknown): Promise<LeadAnswer> {
    const { url, apiKey } = this.#options;
    const headers = { 'content-type': 'application/json', ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}) };
    try {
      const response = await fetch(url(), { method: 'POST', headers, body: JSON.stringify(lead) });
      const text = await response.text();
      return { status: response.status, body: parse(text) };
    } catch {
      return { status: 0, body: null };
    }
  }

  /** Starts the stream at this rate, changes its rate, or stops it with 0. */
  stream(perSecond: number): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#update({ perSecond });
    if (perSecond > 0) void this.#run(1000 / perSecond, this.#stop.signal);
  }

  async #run(everyMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { status } = await this.send(this.example());
      const accepted = status >= 200 && status < 300;
      this.#update(accepted ? { sent: this.#status.sent + 1 } : { refused: this.#status.refused + 1 });
      await this.#options.clock.sleep(everyMs, signal);
    }
  }

  #update(change: Partial<StreamStatus>): void {
    this.#status = { ...this.#status, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
