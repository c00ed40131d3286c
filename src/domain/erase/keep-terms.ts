/** How long leads are kept: by state, counted from the last thing that happened to them. What is not said is kept. */

/** Leads that nobody works with any more; an open one is closed first. */
export const KEPT_STATUSES = ['review', 'disqualified', 'merged', 'won', 'lost'] as const;
export type KeptStatus = (typeof KEPT_STATUSES)[number];

/** In ms. */
export type KeepTerms = Partial<Record<KeptStatus, number>>;
