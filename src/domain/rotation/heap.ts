/** A heap whose items can be taken out from the middle, because each remembers its place. */

/** What can stand in a heap; in one at a time. */
export interface HeapItem {
  /** Where it stands, kept by the heap; `NOWHERE` while it is in none. */
  slot: number;
}

export const NOWHERE = -1;

export class Heap<T extends HeapItem> {
  readonly #before: (a: T, b: T) => boolean;
  readonly #items: T[];

  /** @param before whether `a` comes out before `b`; a strict order. Items that were in another heap must have left it */
  constructor(before: (a: T, b: T) => boolean, items: Iterable<T> = []) {
    this.#before = before;
    this.#items = [...items];
    for (const [slot, item] of this.#items.entries()) item.slot = slot;
    // From the bottom up, which costs O(n) where n pushes cost O(n log n).
    for (let slot = (this.#items.length >> 1) - 1; slot >= 0; slot -= 1) this.#sink(this.#items[slot] as T, slot);
  }

  first(): T | undefined {
    return this.#items[0];
  }

  has(item: T): boolean {
    return item.slot !== NOWHERE && this.#items[item.slot] === item;
  }

  push(item: T): void {
    this.#rise(item, this.#items.length);
  }

  remove(item: T): void {
    const { slot } = item;
    const last = this.#items.pop() as T;
    item.slot = NOWHERE;
    if (last === item) return;
    const parent = this.#items[(slot - 1) >> 1];
    if (slot > 0 && parent && this.#before(last, parent)) this.#rise(last, slot);
    else this.#sink(last, slot);
  }

  #rise(item: T, from: number): void {
    let slot = from;
    while (slot > 0) {
      const parent = this.#items[(slot - 1) >> 1] as T;
      if (!this.#before(item, parent)) break;
      this.#put(parent, slot);
      slot = (slot - 1) >> 1;
    }
    this.#put(item, slot);
  }

  #sink(item: T, from: number): void {
    let slot = from;
    for (;;) {
      const child = this.#earlierChild(slot);
      if (!child || !this.#before(child, item)) break;
      const next = child.slot;
      this.#put(child, slot);
      slot = next;
    }
    this.#put(item, slot);
  }

  #earlierChild(slot: number): T | undefined {
    const left = this.#items[2 * slot + 1];
    const right = this.#items[2 * slot + 2];
    return left && right && this.#before(right, left) ? right : left;
  }

  #put(item: T, slot: number): void {
    this.#items[slot] = item;
    item.slot = slot;
  }
}
