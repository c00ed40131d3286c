/**
 * The secrets of the routing file's sources, from the environment: they never stand in the file. As in `env.ts`, every problem is named
 * at once and no value is repeated.
 */
import type { Source, SourceKind } from '../domain/sources/source.ts';
import type { SourceSecrets } from '../domain/sources/source-secrets.ts';
import type { EnvProblem } from './env-rules.ts';
import { secretsOf, variableOf, variablePart } from './routing/named-variables.ts';

export interface SourceEnv {
  /** By the source's id. */
  secrets: ReadonlyMap<string, SourceSecrets>;
  problems: readonly EnvProblem[];
}

/** Shorter ones can be guessed by a machine that tries all day. */
const SECRET_CHARACTERS = 16;

const MOST_SECRETS = 2;

const WHERE: Readonly<Record<SourceKind, string>> = {
  standard: 'the signing secret that the sender shows (whsec_…)',
  hubspot: 'the client secret of your HubSpot app',
  typeform: 'the secret that you enter at the webhook in Typeform',
  facebook: 'the app secret of your Meta app',
  calendly: 'the signing key of the webhook subscription',
  webflow: 'the client secret of your Webflow app, or the webhook’s own secret key',
  json: 'a secret that the sender shows; make one with: openssl rand -base64 24',
};

/**
 * @param variables as in `Env.namedVariables`
 * @param publicUrl `PUBLIC_URL`; HubSpot signs the whole address
 */
export function readSourceEnv(
  sources: readonly Source[],
  { namedVariables, publicUrl }: { namedVariables: Readonly<Record<string, string>>; publicUrl: string | null },
): SourceEnv {
  const read = sources.map((source) => ({ source, ...readOne(source, namedVariables) }));
  const signsAddress = sources.find(({ kind }) => kind === 'hubspot');
  const noAddress = signsAddress && publicUrl === null;
  const problems = [
    ...read.flatMap((one) => one.problems),
    ...(noAddress
      ? [
          {
            name: 'PUBLIC_URL',
            message: `is missing; HubSpot signs the address to which it sends (source "${signsAddress.id}"). Set it to what the webhook’s address begins with, such as https://dibs.example`,
          },
        ]
      : []),
  ];
  return { secrets: new Map(read.map(({ source, secrets }) => [source.id, secrets])), problems };
}

function readOne(
  { id, kind }: Source,
  variables: Readonly<Record<string, string>>,
): { secrets: SourceSecrets; problems: EnvProblem[] } {
  const secrets = secretsOf(variables, id);
  const verifyToken = variables[variableOf('DIBS_VERIFY_TOKEN', id)] ?? null;
  const accessToken = variables[variableOf('DIBS_ACCESS_TOKEN', id)] ?? null;
  const apiUrl = variables[variableOf('DIBS_API_URL', id)] ?? null;
  const facebook = kind === 'facebook';
  return {
    secrets: {
      secrets,
      verifyToken: facebook ? verifyToken : null,
      accessToken: facebook || kind === 'hubspot' ? accessToken : null,
      apiUrl: apiUrl?.replace(/\/+$/, '') ?? null,
    },
    problems: [
      ...secretProblems(id, kind, secrets),
      ...(facebook && verifyToken === null
        ? [missing('DIBS_VERIFY_TOKEN', id, 'a text of your own, which you also enter at the webhook in the Meta app')]
        : []),
      ...(facebook && accessToken === null
        ? [missing('DIBS_ACCESS_TOKEN', id, 'a long-lived page token with leads_retrieval, to read the leads with')]
        : []),
      ...(apiUrl !== null && !isHttpUrl(apiUrl)
        ? [{ name: variableOf('DIBS_API_URL', id), message: 'is not a URL; leave it out for the vendor’s own server' }]
        : []),
    ],
  };
}

function secretProblems(id: string, kind: SourceKind, secrets: readonly string[]): EnvProblem[] {
  const name = variableOf('DIBS_SECRET', id);
  if (secrets.length === 0) return [missing('DIBS_SECRET', id, WHERE[kind])];
  if (secrets.length > MOST_SECRETS) {
    return [{ name, message: `has more than ${MOST_SECRETS} secrets; white space divides them. Take the oldest away` }];
  }
  if (secrets.some((secret) => secret.length < SECRET_CHARACTERS)) {
    return [{ name, message: `is too short; a secret has at least ${SECRET_CHARACTERS} characters` }];
  }
  if (kind === 'standard' && secrets.some((secret) => secret.startsWith('whsec_') && !isWebhookSecret(secret))) {
    return [{ name, message: 'starts with whsec_, so the rest must be base64' }];
  }
  return [];
}

function missing(
  kind: 'DIBS_SECRET' | 'DIBS_VERIFY_TOKEN' | 'DIBS_ACCESS_TOKEN',
  id: string,
  where: string,
): EnvProblem {
  return { name: `${kind}_${variablePart(id)}`, message: `is missing for the source "${id}"; set it to ${where}` };
}

/** Its padding too: the library that checks signatures refuses what has the wrong length. */
function isWebhookSecret(secret: string): boolean {
  return /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(secret);
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
