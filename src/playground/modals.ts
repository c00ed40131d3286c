/**
 * Open modals, a stack per person, and published Home tabs. In memory only: like the real client's, they are gone
 * after a restart.
 */
import { randomBytes } from 'node:crypto';
import type { HomeContent, ModalContent } from './block-kit/check-view.ts';
import { withIds } from './block-kit/find-elements.ts';

export interface Modal {
  id: string;
  user: string;
  content: ModalContent;
  /** Changes with every update; an app that names an old one is refused. */
  hash: string;
  rootId: string;
  previousId: string | null;
  /** What the app found wrong at the last submission, by `block_id`. */
  errors: Record<string, string>;
}

/** One opened and two pushed (docs.slack.dev, views.push). */
const DEEPEST = 3;

export class Modals {
  readonly #stacks = new Map<string, Modal[]>();
  readonly #homes = new Map<string, { content: HomeContent; hash: string }>();
  readonly #listeners = new Set<(user: string) => void>();

  /** Calls back with the person whose modals changed. @returns stops it */
  onChange(listener: (user: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What a person has open, the one they see last. */
  stack(user: string): readonly Modal[] {
    return this.#stacks.get(user) ?? [];
  }

  find(id: string): Modal | null {
    return this.#all().find((modal) => modal.id === id) ?? null;
  }

  findExternal(externalId: string): Modal | null {
    return this.#all().find((modal) => modal.content.external_id === externalId) ?? null;
  }

  /** Opens a modal in place of whatever the person had open. */
  open(user: string, content: ModalContent): Modal {
    const id = newId();
    const modal = { id, user, content: named(content), hash: newHash(), rootId: id, previousId: null, errors: {} };
    this.#set(user, [modal]);
    return modal;
  }

  /** Puts one more on top. @returns `null` when three are open already or none is */
  push(user: string, content: ModalContent): Modal | null {
    const stack = this.stack(user);
    const top = stack.at(-1);
    if (!top || stack.length >= DEEPEST) return null;
    const base = { id: newId(), user, content: named(content), hash: newHash(), errors: {} };
    const modal = { ...base, rootId: top.rootId, previousId: top.id };
    this.#set(user, [...stack, modal]);
    return modal;
  }

  update(modal: Modal, content: ModalContent): Modal {
    return this.#replace({ ...modal, content: named(content), hash: newHash(), errors: {} });
  }

  showErrors(modal: Modal, errors: Record<string, string>): void {
    this.#replace({ ...modal, errors });
  }

  /** Closes one modal and whatever is above it. */
  close(modal: Modal): void {
    const stack = this.stack(modal.user);
    const index = stack.findIndex((open) => open.id === modal.id);
    if (index >= 0) this.#set(modal.user, stack.slice(0, index));
  }

  clear(user: string): void {
    this.#set(user, []);
  }

  home(user: string): { content: HomeContent; hash: string } | null {
    return this.#homes.get(user) ?? null;
  }

  /** @returns the hash of what is there now */
  publishHome(user: string, content: HomeContent): string {
    const hash = newHash();
    this.#homes.set(user, { content: { ...content, blocks: withIds(content.blocks, newId) }, hash });
    return hash;
  }

  #replace(modal: Modal): Modal {
    this.#set(
      modal.user,
      this.stack(modal.user).map((open) => (open.id === modal.id ? modal : open)),
    );
    return modal;
  }

  #all(): Modal[] {
    return [...this.#stacks.values()].flat();
  }

  #set(user: string, stack: readonly Modal[]): void {
    this.#stacks.set(user, [...stack]);
    for (const listener of this.#listeners) listener(user);
  }
}

function named(content: ModalContent): ModalContent {
  return { ...content, blocks: withIds(content.blocks, newId) };
}

function newId(): string {
  return `V${randomBytes(6).toString('hex').toUpperCase()}`;
}

function newHash(): string {
  return randomBytes(8).toString('hex');
}
