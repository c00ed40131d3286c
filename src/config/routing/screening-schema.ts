/** `screening:` in a routing file: how leads are judged before the rules see them. */
import { z } from 'zod';
import { VERDICTS } from '../../domain/lead.ts';
import { normaliseEmail } from '../../domain/normalise/email.ts';
import { normalisePhone } from '../../domain/normalise/phone.ts';
import type { ScreeningPlan, Senders, Thresholds } from '../../domain/screening/screening-plan.ts';
import { CUSTOM_FIELD, condition } from './condition-schema.ts';
import { isClean, line, list } from './values.ts';

const WAYS = ['rules', 'score', 'hand'] as const;

/** More points than this in one rule decide alone, whatever the others say: that is what lists are for. */
const MOST_POINTS = 1000;

const MOST_SENDERS = 10_000;

const scoreRule = z
  .strictObject({
    name: line(120).meta({
      description: 'What counts, as cards and traces say it.',
      examples: ['Company over 200 people'],
    }),
    when: condition.meta({ description: 'Which leads get the points.' }),
    points: z
      .int({ error: 'must be a whole number such as 20 or -30' })
      .min(-MOST_POINTS)
      .max(MOST_POINTS)
      .refine((points) => points !== 0, { error: 'must not be 0: it would change nothing' })
      .meta({ description: 'Added to the score; negative ones count against the lead.', examples: [20] }),
  })
  .meta({ description: 'A rule that counts for or against a lead.' });

const threshold = z.number().min(-1_000_000).max(1_000_000);

const thresholds = z
  .strictObject({
    qualified: threshold.meta({ description: 'From this score on, a lead goes to the rules.', examples: [20] }),
    disqualified: threshold
      .meta({
        description: 'Up to and including this score, it is no lead for sales; never by its score, if left out.',
        examples: [-20],
      })
      .exactOptional(),
  })
  .refine(({ qualified, disqualified }) => disqualified === undefined || disqualified < qualified, {
    error: 'must be lower than qualified',
    path: ['disqualified'],
    when: isClean,
  })
  .transform(({ qualified, disqualified = null }): Thresholds => ({ qualified, disqualified }))
  .meta({
    description: 'Which scores qualify and which disqualify; what lies between goes to review.',
    examples: [{ qualified: 20, disqualified: -20 }],
  });

const addresses = senders(normaliseEmail, 'is not an e-mail address').meta({
  description: 'E-mail addresses.',
  examples: [['spam@example.com']],
});
const domains = senders(domainOf, 'is not a domain such as example.com').meta({
  description: 'Domains of e-mail addresses and websites, with all below them.',
  examples: [['example.com']],
});
const phones = senders(phoneOf, 'is not a telephone number in international form, such as +34 911 234 567').meta({
  description: 'Telephone numbers in international form.',
  examples: [['+34 911 234 567']],
});

const block = z
  .strictObject({
    emails: addresses.exactOptional(),
    domains: domains.exactOptional(),
    phones: phones.exactOptional(),
  })
  .meta({ description: 'Who is no lead, whatever the score.', examples: [{ domains: ['example.com'] }] });

const allow = z
  .strictObject({ emails: addresses.exactOptional(), domains: domains.exactOptional() })
  .meta({ description: 'Who is one, whatever the score.', examples: [{ domains: ['example.com'] }] });

/** Which keys each way needs, and which it may have besides. */
const KEYS: Record<(typeof WAYS)[number], { needs: readonly Key[]; may: readonly Key[] }> = {
  rules: { needs: ['score', 'thresholds'], may: [] },
  score: { needs: ['scoreField', 'thresholds'], may: ['withoutScore'] },
  hand: { needs: [], may: [] },
};
type Key = 'score' | 'scoreField' | 'withoutScore' | 'thresholds';

const EXAMPLES: Partial<Record<Key, string>> = {
  score: '[{ name: Free-mail address, when: { emailKind: free-mail }, points: -30 }]',
  thresholds: '{ qualified: 20, disqualified: -20 }',
  scoreField: 'custom.score',
};

export const screening = z
  .strictObject({
    by: z.enum(WAYS).meta({
      description: 'Who judges: the rules under score, a score that comes with the lead, or a person in review.',
      examples: ['rules'],
    }),
    score: list(scoreRule).meta({ description: 'Rules whose points are added up.' }).exactOptional(),
    scoreField: z
      .string()
      .regex(CUSTOM_FIELD, { error: 'must be a field of your own, such as custom.score' })
      .meta({ description: 'The field that has the score.', examples: ['custom.score'] })
      .exactOptional(),
    withoutScore: z
      .enum(VERDICTS)
      .meta({ description: 'What becomes of leads without a score; review, if left out.', examples: ['review'] })
      .exactOptional(),
    thresholds: thresholds.exactOptional(),
    block: block.exactOptional(),
    allow: allow.exactOptional(),
  })
  .superRefine((raw, context) => {
    if (context.issues.length > 0) return;
    const { needs, may } = KEYS[raw.by];
    for (const key of Object.keys(EXAMPLES).concat('withoutScore') as Key[]) {
      if (raw[key] === undefined && needs.includes(key)) {
        context.addIssue({ code: 'custom', path: [key], message: `is missing; for example ${EXAMPLES[key]}` });
      }
      if (raw[key] !== undefined && !needs.includes(key) && !may.includes(key)) {
        const message = `has no place where screening is by ${raw.by}; take it out, or change by`;
        context.addIssue({ code: 'custom', path: [key], message });
      }
    }
    const names = raw.score?.map(({ name }) => name) ?? [];
    for (const [index, name] of names.entries()) {
      const first = names.indexOf(name);
      if (first === index) continue;
      const message = `is the same as that of score[${first}]; reasons are told apart by their names`;
      context.addIssue({ code: 'custom', path: ['score', index, 'name'], message });
    }
  })
  .transform(toPlan)
  .meta({
    description: 'Judges leads before the rules see them: qualified ones go on, others to review or out.',
    examples: [{ by: 'hand' }],
  });

interface RawScreening {
  by: (typeof WAYS)[number];
  score?: (ScreeningPlan['by'] & { kind: 'rules' })['rules'];
  scoreField?: string;
  withoutScore?: (typeof VERDICTS)[number];
  thresholds?: Thresholds;
  block?: Partial<Senders>;
  allow?: Partial<Senders>;
}

function toPlan(raw: RawScreening): ScreeningPlan {
  const nobody: Senders = { emails: [], domains: [], phones: [] };
  return { by: wayOf(raw), block: { ...nobody, ...raw.block }, allow: { ...nobody, ...raw.allow } };
}

function wayOf(raw: RawScreening): ScreeningPlan['by'] {
  const { by, score = [], scoreField: field = '', withoutScore: without = 'review' } = raw;
  const { thresholds = { qualified: 0, disqualified: null } } = raw;
  if (by === 'rules') return { kind: 'rules', rules: score, thresholds };
  return by === 'score' ? { kind: 'score', field, without, thresholds } : { kind: 'hand' };
}

/** A list of texts in the form in which leads have them. */
function senders(normalise: (text: string) => string | null, error: string) {
  const sender = z.string().transform((text, context) => {
    const normal = normalise(text.trim());
    if (normal !== null) return normal;
    context.issues.push({ code: 'custom', message: error, input: text });
    return z.NEVER;
  });
  return list(sender).max(MOST_SENDERS);
}

/** People write `@example.com` and `*.example.com` too. */
function domainOf(text: string): string | null {
  const domain = text.replace(/^(?:@|\*\.)/, '').toLowerCase();
  return normaliseEmail(`any@${domain}`) === null ? null : domain;
}

function phoneOf(text: string): string | null {
  const { number } = normalisePhone(text, undefined);
  return /^\+\d+$/.test(number) ? number : null;
}
