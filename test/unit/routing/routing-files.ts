/** Routing files for tests: a small one that is right, to be changed line by line. */

export const LINES = [
  'version: 1',
  'admins: [maya@acme.example]',
  'reps:',
  '  - { id: ana, name: Ana Ruiz, email: ana@acme.example }',
  '  - { id: bob, name: Bob Stone, email: bob@acme.example }',
  'pools:',
  '  - { id: iberia, strategy: cherry-pick, channels: { slack: "#iberia" }, members: [ana, bob] }',
  '  - { id: world, strategy: blind-pull, channels: { slack: "#world" }, members: [bob], card: { reveal: [country] } }',
  'rules:',
  '  - { name: Iberia, when: { country: ES }, then: { pool: iberia } }',
  '  - { name: Everyone else, then: { pool: world } }',
] as const;

/** The small file with some of its lines, counted from 1, replaced. */
export function fileWith(changes: Readonly<Record<number, string>>): string {
  return `${LINES.map((line, index) => changes[index + 1] ?? line).join('\n')}\n`;
}

/** The small file with another first rule. */
export function fileWithCondition(when: string): string {
  return fileWith({ 10: `  - { name: Iberia, when: ${when}, then: { pool: iberia } }` });
}

/** The example of the design, §5, to the letter. Bob and the pool `world` are only spoken of there. */
export const DESIGN_EXAMPLE = `version: 1
timezone: Europe/London
admins: [maya@acme.example]
reps:
  - { id: ana, name: Ana Ruiz, email: ana@acme.example, timezone: Europe/Madrid, hours: { mon-fri: "09:00-18:00" }, holidays: ES,
      skills: { languages: [es, en], countries: [ES, PT], products: [pro] }, caps: { month: 150, open: 40 } }
pools:
  - id: iberia
    strategy: round-robin                 # cherry-pick | blind-pull | round-robin | top-performer | shotgun
    channels: { slack: "#leads-iberia", teams: "Sales/Leads Iberia" }
    members: [{ rep: ana, weight: 2 }, bob]
    card: { reveal: [country, industry] } # blind-pull and offers: what shows before the claim
    offer: { acceptWithin: 5m, whenUnavailable: keep-turn, declines: next-turn }
    whenAllAway: fallback                 # hold | fallback | route-anyway
    fallback: world
    sla: { firstTouch: 5m, remind: [5m, 15m], escalate: { after: 30m, to: "#sales-managers" }, staleAfter: 3d }
rules:
  - name: Big deals go to Ana
    when: { all: [{ revenue: { gt: 100000 } }, { country: { in: [ES, PT] } }] }
    then: { rep: ana }
  - { name: Iberia, when: { country: { in: [ES, PT] } }, then: { pool: iberia } }
  - { name: Everyone else, then: { pool: world } }
`;

/** The example with Bob and the pool \`world\` added. */
export const COMPLETE_EXAMPLE = DESIGN_EXAMPLE.replace(
  '\npools:\n',
  `
  - { id: bob, name: Bob Stone, email: bob@acme.example }
pools:
  - { id: world, strategy: blind-pull, channels: { slack: "#leads-world" }, members: [bob] }
`,
);
