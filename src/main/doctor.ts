/** What the doctor looks with: the real database room and the real chat rooms, without their logs. */
import { readFileSync } from 'node:fs';
import { COMMAND } from '../chat/slack/command.ts';
import { createSlackInspector } from '../chat/slack/inspect-slack.ts';
import { BOT_SCOPES } from '../chat/slack/manifest.ts';
import { commandNameProblem } from '../chat/slack/reserved-commands.ts';
import { addressProblem, messagingEndpoint } from '../chat/teams/messaging-endpoint.ts';
import type { DoctorParts } from '../cli/doctor/examine.ts';
import { createLog } from '../obs/log.ts';
import type { Clock } from '../ports/clock.ts';
import { inspectDatabase } from '../store/inspect-database.ts';

/** @param variables as Dibs itself would be started with */
export function doctorParts(variables: NodeJS.ProcessEnv, clock: Clock): DoctorParts {
  // What goes wrong is said by the findings.
  const log = createLog({ level: 'silent' });
  return {
    variables,
    node: { version: process.versions.node, wanted: wantedNode() },
    clock,
    inspectDatabase: ({ databaseUrl, dataDir }) => inspectDatabase({ databaseUrl, dataDir, clock, log }),
    slack: {
      inspector: ({ botToken, apiUrl }) =>
        createSlackInspector({ botToken, ...(apiUrl ? { apiUrl } : {}), clock, log }),
      command: COMMAND,
      commandProblem: commandNameProblem,
      scopes: BOT_SCOPES,
    },
    teams: {
      // Its SDK is large, and only loaded where Teams is connected.
      inspector: async (credentials, seen) => {
        const { createTeamsInspector } = await import('../chat/teams/inspect-teams.ts');
        return createTeamsInspector({ credentials, seen, clock, log });
      },
      addressProblem,
      messagingEndpoint,
    },
  };
}

function wantedNode(): string {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return engines.node;
}
