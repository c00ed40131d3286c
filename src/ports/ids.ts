/** New identifiers, so that tests can foresee them. */
export interface Ids {
  /** A UUID (version 7: later ids sort after earlier ones, which keeps indexes compact). */
  next(): string;
}
