/** What a check of the doctor found. */

/** The checks by the names that `--json` gives them, with what they are called for people. In the order of the report. */
export const CHECKS = {
  node: 'Node.js',
  environment: 'Environment',
  routing: 'Routing file',
  sources: 'Sources',
  database: 'Database',
  migrations: 'Migrations',
  'database-clock': 'Clock, database',
  command: 'Command',
  'slack-token': 'Slack token',
  'slack-scopes': 'Slack scopes',
  'slack-requests': 'Slack requests',
  'slack-clock': 'Clock, Slack',
  'slack-channels': 'Slack channels',
  'teams-app': 'Teams app',
  'teams-requests': 'Teams requests',
  'teams-clock': 'Clock, Teams',
  'teams-channels': 'Teams channels',
  reps: 'Reps',
  admins: 'Admins',
} as const;

export type CheckName = keyof typeof CHECKS;

export interface Finding {
  check: CheckName;
  /** `skipped`: it does not apply, or could not be looked at; that alone is no fault. */
  state: 'ok' | 'problem' | 'skipped';
  /** What was seen, in few words. No secrets, and of people no more than the ids of reps. */
  seen: string;
  /** What to do about it, a sentence or more each. */
  remedies: readonly string[];
}

export function ok(check: CheckName, seen: string, remedies: readonly string[] = []): Finding {
  return { check, state: 'ok', seen, remedies };
}

export function problem(check: CheckName, seen: string, remedies: readonly string[]): Finding {
  return { check, state: 'problem', seen, remedies };
}

export function skipped(check: CheckName, seen: string, remedies: readonly string[] = []): Finding {
  return { check, state: 'skipped', seen, remedies };
}
