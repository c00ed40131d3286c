/** Who stands in for a rep who is away, when those who stand in may be away themselves. */

export type DelegateAnswer =
  /** `path`: everybody asked, from the rep who is away to the delegate. */
  | { delegate: string; path: string[] }
  /** `circle`: the last of `path` was asked before. */
  | { none: 'no_delegate' | 'all_away' | 'circle'; path: string[] };

/**
 * @param rep id of the rep who is away
 * @param delegateOf whom a rep has named to stand in; `null`: nobody
 * @param isFree whether a rep can take leads now; not asked about `rep`
 */
export function resolveDelegate(
  rep: string,
  delegateOf: (rep: string) => string | null,
  isFree: (rep: string) => boolean,
): DelegateAnswer {
  const path = [rep];
  const asked = new Set(path);
  for (let next = delegateOf(rep); next !== null; next = delegateOf(next)) {
    path.push(next);
    if (asked.has(next)) return { none: 'circle', path };
    if (isFree(next)) return { delegate: next, path };
    asked.add(next);
  }
  return { none: path.length === 1 ? 'no_delegate' : 'all_away', path };
}
