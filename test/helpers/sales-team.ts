/** Routing files of any size, made of invented reps and channels, and the people to go with them. */

export interface Team {
  routingFile: string;
  /** For the playground's Slack. */
  users: { name: string; email: string }[];
  channels: string[];
}

interface Wish {
  reps: number;
  pools?: number;
  /** Whether each pool has a channel in Teams too: `Sales/pool-0`. */
  inTeams?: boolean;
}

/**
 * Cherry-pick pools, each with a channel of its own and everybody in it.
 * @param pools how many; a lead with `custom: { pool: n }` goes to the n-th, counted from 0, and to the first where it says nothing
 */
export function salesTeam({ reps, pools = 1, inTeams = false }: Wish): Team {
  const people = Array.from({ length: reps }, (_, n) => ({
    id: `rep-${n}`,
    name: `Rep No ${n}`,
    email: `rep-${n}@acme.example`,
  }));
  const names = Array.from({ length: pools }, (_, n) => `pool-${n}`);
  const lines = [
    'version: 1',
    'admins: [maya@acme.example]',
    'reps:',
    ...people.map(({ id, name, email }) => `  - { id: ${id}, name: ${name}, email: ${email} }`),
    'pools:',
    ...names.map(
      (name) =>
        `  - { id: ${name}, strategy: cherry-pick, channels: { slack: "#${name}"${inTeams ? `, teams: Sales/${name}` : ''} }, members: [${people.map(({ id }) => id).join(', ')}] }`,
    ),
    'rules:',
    ...names.map((name, n) => `  - { name: ${name}, when: { custom.pool: ${n} }, then: { pool: ${name} } }`),
    '  - { name: Everyone else, then: { pool: pool-0 } }',
  ];
  return {
    routingFile: `${lines.join('\n')}\n`,
    users: people.map(({ name, email }) => ({ name, email })),
    channels: ['#dibs-admins', ...names.map((name) => `#${name}`)],
  };
}
