/** Calls the Web API as the SDK does, and gives the answer as it came: status, headers and body. */
import type { RunningPlayground } from '../../src/playground/start-playground.ts';
import { SECRETS } from './bolt-app.ts';

export interface Answer {
  status: number;
  retryAfter: string | null;
  body: Record<string, unknown> & { ok?: boolean; error?: string };
}

/** @param args strings, numbers and booleans go as they are, the rest as JSON, all in one form */
export async function call(
  { slackApiUrl }: Pick<RunningPlayground, 'slackApiUrl'>,
  method: string,
  args: Record<string, unknown> = {},
  token: string | null = SECRETS.botToken,
): Promise<Answer> {
  const form = Object.entries(args).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  const response = await fetch(`${slackApiUrl}${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: new URLSearchParams(form).toString(),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: JSON.parse(await response.text()),
  };
}
