/** Leads whose every value can be searched for in whatever leaves the program. */
import fc from 'fast-check';

/** A text that appears nowhere by chance, in several scripts and with everything that markup could trip over. */
const secret = fc
  .tuple(
    fc.stringMatching(/^[a-z]{12}$/),
    fc.constantFrom('', ' & Söhne', ' <b>', ' 🧪 lab', ' שלום', ' *x* _y_', " O'Neill"),
  )
  .map(([token, decoration]) => `${token}${decoration}`);
const amount = fc.integer({ min: 1_000_003, max: 9_999_991 });

/** The values that a blind card does not show. */
export const hiddenValues = fc.record({
  externalId: secret,
  name: secret,
  firstName: secret,
  lastName: secret,
  jobTitle: secret,
  company: secret,
  city: secret,
  region: secret,
  postalCode: secret,
  product: secret,
  source: secret,
  campaign: secret,
  message: secret,
  consent: secret,
  email: secret.map((text) => `${text.slice(0, 12)}@quarry.example`),
  phone: amount.map((digits) => `+3491${digits}`),
  website: secret.map((text) => `https://${text.slice(0, 12)}.example`),
  domain: secret.map((text) => `${text.slice(0, 12)}.example`),
  revenue: amount,
  employees: amount,
  custom: fc.record({ boiler: secret, batch: amount }),
});

/** Each value as it is, as cards write numbers, and as an escaped text would look. */
export function spellings(lead: typeof hiddenValues extends fc.Arbitrary<infer T> ? T : never): string[] {
  const { custom, ...rest } = lead;
  return [...Object.values(rest), ...Object.values(custom)].flatMap((value) =>
    typeof value === 'number'
      ? [String(value), new Intl.NumberFormat('en').format(value)]
      : [value.slice(0, 12), encodeURIComponent(value.slice(0, 12))],
  );
}
