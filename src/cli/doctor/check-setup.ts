/** What can be checked without asking anybody: Node.js, the environment, the routing file, the command's name. */
import { type Env, EnvError, loadEnv } from '../../config/env.ts';
import { DEMO_FILE, loadRoutingFile, routingFilePath } from '../../config/routing/load-routing-file.ts';
import { formatProblems } from '../../config/routing/problem.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import { counted } from '../rules/counted.ts';
import { type Finding, ok, problem } from './finding.ts';

/**
 * @param version as `process.versions.node`
 * @param wanted as `engines.node` in package.json: `>=20.19`
 */
export function checkNode(version: string, wanted: string): Finding {
  const [, needMajor = 0, needMinor = 0] = (/^>=(\d+)\.(\d+)/.exec(wanted) ?? []).map(Number);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > needMajor || (major === needMajor && minor >= needMinor);
  if (isNewEnough) return ok('node', version);
  return problem('node', `${version} is too old`, [
    `Install Node.js ${needMajor}.${needMinor} or later, then run npm ci.`,
  ]);
}

/** @returns the environment too, when it is good */
export function checkEnvironment(variables: NodeJS.ProcessEnv): { env: Env | null; finding: Finding } {
  try {
    const env = loadEnv(variables);
    return { env, finding: ok('environment', inFewWords(env)) };
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    const { problems } = error;
    const remedies = problems.map(({ name, message }) => `${name}: ${message}`);
    return { env: null, finding: problem('environment', counted(problems.length, 'problem'), remedies) };
  }
}

function inFewWords({ mode, slack, teams, databaseUrl }: Env): string {
  const parts = [
    mode === 'playground' ? 'no chat tokens, so the playground runs' : null,
    slack ? `Slack over ${slack.appToken ? 'Socket Mode' : 'HTTP'}` : null,
    teams ? (teams.kind === 'app' ? 'Teams' : 'Teams without authentication') : null,
    databaseUrl ? 'PostgreSQL' : 'embedded database',
  ];
  return parts.filter((part) => part !== null).join('; ');
}

/**
 * @param configured `DIBS_CONFIG`
 * @param isLive whether real people are in the chat, none of whom the demo's file knows
 * @returns the ruleset too, when the file is good
 */
export async function checkRouting(
  configured: string | null,
  isLive: boolean,
): Promise<{ ruleset: Ruleset | null; finding: Finding }> {
  const path = routingFilePath(configured);
  const loaded = await loadRoutingFile(path);
  if (!loaded.ok) {
    const remedies = [formatProblems(path, loaded.problems)];
    return { ruleset: null, finding: problem('routing', counted(loaded.problems.length, 'problem'), remedies) };
  }
  const { ruleset, warnings } = loaded;
  if (isLive && path === DEMO_FILE) {
    const remedy = 'Copy src/config/demo.yaml to dibs.yaml and make it yours, or set DIBS_CONFIG to your routing file.';
    return { ruleset, finding: problem('routing', 'is the demo’s, which knows none of your people', [remedy]) };
  }
  const inIt = [counted(ruleset.reps.length, 'rep'), counted(ruleset.pools.length, 'pool')].join(', ');
  const shown = path === DEMO_FILE ? 'the demo’s' : path;
  return {
    ruleset,
    finding: ok(
      'routing',
      `${inIt} (${shown})`,
      warnings.map((warning) => `Note: ${warning}`),
    ),
  };
}

/** @param wrong why Slack would not deliver the command, if so */
export function checkCommand(command: string, wrong: string | null): Finding {
  return wrong === null ? ok('command', command) : problem('command', `${command} will not do`, [wrong]);
}
