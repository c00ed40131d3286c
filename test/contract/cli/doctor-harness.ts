/** The doctor with the real rooms behind it: the playground's strict Slack over HTTP, and the lane's database. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Command } from 'commander';
import { vi } from 'vitest';
import { doctorCommand } from '../../../src/cli/doctor/doctor-command.ts';
import { examine } from '../../../src/cli/doctor/examine.ts';
import type { CheckName, Finding } from '../../../src/cli/doctor/finding.ts';
import { doctorParts } from '../../../src/main/doctor.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { systemClock } from '../../../src/system/system-clock.ts';

/** What the doctor finds, by check. */
export type Findings = Partial<Record<CheckName, Omit<Finding, 'check'>>>;

export async function findingsOf(variables: NodeJS.ProcessEnv, clock: Clock = systemClock): Promise<Findings> {
  const findings = await examine(doctorParts(variables, clock));
  return Object.fromEntries(findings.map(({ check, ...finding }) => [check, finding]));
}

/** `dibs doctor` as it is typed. Restores nothing: call `vi.restoreAllMocks` and reset `process.exitCode` afterwards. */
export async function runDoctor(variables: NodeJS.ProcessEnv, ...args: string[]) {
  let printed = '';
  process.exitCode = undefined;
  vi.spyOn(console, 'log').mockImplementation((line) => {
    printed += `${line}\n`;
  });
  const program = new Command();
  doctorCommand(program, async () => doctorParts(variables, systemClock));
  await program.parseAsync(['doctor', ...args], { from: 'user' });
  return { printed, exitCode: process.exitCode };
}

/** The system's clock, set wrong. */
export function clockOffBy(ms: number): Clock {
  return { ...systemClock, now: () => new Date(systemClock.now().getTime() + ms) };
}

/**
 * Says on every answer which scopes the token has, as Slack does and the playground does not.
 * @param target the Web API behind it, with a slash at the end
 */
export async function sayingScopes(
  target: string,
  scopes: readonly string[],
): Promise<{ url: string; calls: string[]; close(): Promise<void> }> {
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = String(request.url).slice(1);
    calls.push(method);
    const { 'content-type': type, authorization } = request.headers;
    const answer = await fetch(new URL(method, target), {
      method: 'POST',
      headers: { 'content-type': String(type), authorization: String(authorization) },
      body: Buffer.concat(chunks),
    });
    const wait = answer.headers.get('retry-after');
    const headers = { 'content-type': 'application/json', 'x-oauth-scopes': scopes.join(',') };
    response
      .writeHead(answer.status, { ...headers, ...(wait ? { 'retry-after': wait } : {}) })
      .end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
