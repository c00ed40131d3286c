/**
 * Invented leads for demos: the same seed gives the same leads. Surnames mean "sample" or "example" in the country's
 * language, companies and mail addresses end in `.example`, phone numbers are of the 555 kind: nobody can take them for real.
 */
import { seededRandom } from './seeded-random.ts';

/** A lead as `POST /v1/leads` takes it. */
export interface DemoLead {
  externalId: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  jobTitle: string;
  company: string;
  website: string;
  employees: number;
  industry: string;
  language: string;
  country: string;
  city: string;
  product: string;
  revenue: number;
  source: string;
  message: string;
  consent: boolean;
}

interface Market {
  country: string;
  language: string;
  dialling: string;
  cities: readonly string[];
  firstNames: readonly string[];
  lastNames: readonly string[];
}

const MARKETS: readonly Market[] = [
  {
    country: 'ES',
    language: 'es',
    dialling: '+34',
    cities: ['Madrid', 'Sevilla', 'Valencia', 'Bilbao'],
    firstNames: ['Inés', 'Pablo', 'Lucía', 'Álvaro'],
    lastNames: ['Ejemplo', 'Muestra', 'Ficticia', 'Deprueba'],
  },
  {
    country: 'PT',
    language: 'pt',
    dialling: '+351',
    cities: ['Lisboa', 'Porto', 'Braga'],
    firstNames: ['Inês', 'João', 'Beatriz', 'Rui'],
    lastNames: ['Exemplo', 'Amostra', 'Fictício', 'Deteste'],
  },
  {
    country: 'FR',
    language: 'fr',
    dialling: '+33',
    cities: ['Lyon', 'Paris', 'Nantes', 'Lille'],
    firstNames: ['Chloé', 'Hugo', 'Zoé', 'Jules'],
    lastNames: ['Exemple', 'Échantillon', 'Fictif', 'Dessai'],
  },
  {
    country: 'DE',
    language: 'de',
    dialling: '+49',
    cities: ['Hamburg', 'München', 'Köln', 'Leipzig'],
    firstNames: ['Jörg', 'Anneliese', 'Mats', 'Käthe'],
    lastNames: ['Beispiel', 'Mustermann', 'Probehauer', 'Ausgedacht'],
  },
  {
    country: 'GB',
    language: 'en',
    dialling: '+44',
    cities: ['Leeds', 'Bristol', 'Glasgow', 'London'],
    firstNames: ['Nigel', 'Poppy', 'Gareth', 'Isla'],
    lastNames: ['Samplethwaite', 'Placeholder', 'Testington', 'Madeup'],
  },
  {
    country: 'US',
    language: 'en',
    dialling: '+1',
    cities: ['Austin', 'Denver', 'Portland', 'Boston'],
    firstNames: ['Testa', 'Hank', 'Maribel', 'Chip'],
    lastNames: ['McExample', 'Demoson', 'Fauxman', 'O’Placeholder'],
  },
];

const COMPANY_FIRST = ['Imaginary', 'Pretend', 'Makebelieve', 'Unreal', 'Invented', 'Fabled', 'Notional', 'Wishful'];
const BUSINESSES = [
  { industry: 'Software', name: 'Software' },
  { industry: 'Logistics', name: 'Parcels' },
  { industry: 'Manufacturing', name: 'Gearworks' },
  { industry: 'Healthcare', name: 'Clinics' },
  { industry: 'Retail', name: 'Teapots' },
  { industry: 'Finance', name: 'Ledgers' },
  { industry: 'Education', name: 'Academy' },
];
const JOB_TITLES = ['Head of Sales', 'Operations Manager', 'Founder', 'Procurement Lead', 'CTO', 'Marketing Director'];
const SOURCES = ['website', 'webinar', 'trade-fair', 'referral', 'newsletter'];
const SIZES = [8, 25, 60, 140, 480, 1_200, 6_500];
const PRODUCTS = [
  { product: 'basic', perHead: 12 },
  { product: 'pro', perHead: 45 },
  { product: 'enterprise', perHead: 110 },
];
const MESSAGES = [
  'We are comparing three vendors and would like a demo next week. Mornings are best.',
  'How does pricing work when half of the team only needs read access?',
  'Please call me back after 3 pm. We need something in place before the quarter ends.',
  'Our spreadsheet has 40 tabs and nobody trusts it any more. Can you help?',
  'Saw you at the fair. Could you send the security white paper & a quote for 60 seats?',
  'Is there a trial? We would start with one region and roll out to the rest in spring.',
];

/**
 * @param seed which series of leads
 * @param n which lead of it, from 0
 */
export function demoLead(seed: number, n: number): DemoLead {
  // A generator of its own for each lead, so that the n-th needs none of those before it.
  const random = seededRandom(seed * 100_003 + n);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const market = pick(MARKETS);
  const business = pick(BUSINESSES);
  const { product, perHead } = pick(PRODUCTS);
  const employees = pick(SIZES);
  const firstName = pick(market.firstNames);
  const lastName = pick(market.lastNames);
  const company = `${pick(COMPANY_FIRST)} ${business.name}`;
  const domain = `${slug(company)}.example`;
  return {
    externalId: `demo-${seed}-${n}`,
    firstName,
    lastName,
    email: `${slug(firstName)}.${slug(lastName)}@${domain}`,
    phone: `${market.dialling} 555 01${String(Math.floor(random() * 10_000)).padStart(4, '0')}`,
    jobTitle: pick(JOB_TITLES),
    company,
    website: `https://${domain}`,
    employees,
    industry: business.industry,
    language: market.language,
    country: market.country,
    city: pick(market.cities),
    product,
    revenue: employees * perHead,
    source: pick(SOURCES),
    message: pick(MESSAGES),
    consent: true,
  };
}

/** Lower-case ASCII letters only, for addresses. */
function slug(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]+/g, '');
}
