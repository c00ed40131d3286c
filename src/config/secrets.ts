/** Secrets that belong to something the routing file names: `DIBS_SECRET_<ID>`, its id in capitals and with `_` for `-`. */

export function secretName(id: string): string {
  return `DIBS_SECRET_${id.toUpperCase().replaceAll('-', '_')}`;
}

/**
 * One secret, or two while one takes the place of the other.
 * @param env names and values
 * @returns those that are set, in the order given; none where the variable is missing
 */
export function secretsOf(env: Readonly<Record<string, string | undefined>>, id: string): string[] {
  return (env[secretName(id)] ?? '').split(/\s+/).filter((secret) => secret !== '');
}
