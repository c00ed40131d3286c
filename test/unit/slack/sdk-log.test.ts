import { describe, expect, it } from 'vitest';
import { createSdkLogger } from '../../../src/chat/slack/sdk-log.ts';
import { createLog } from '../../../src/obs/log.ts';

function recorded() {
  const lines: string[] = [];
  const log = createLog({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } });
  return { lines, logger: createSdkLogger(log) };
}

describe("the SDK's log", () => {
  it('drops debug and info, where payloads stand', () => {
    const { lines, logger } = recorded();
    logger.debug('http request body: {"text":"Petra Probe"}');
    logger.info('Petra Probe');
    expect(lines).toEqual([]);
  });

  it('passes a known warning on as a code, without a word of its text', () => {
    const { lines, logger } = recorded();
    logger.warn('http request failed', 'connect to petra@sample.example');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"code":"http_request_failed"');
    expect(lines.join()).not.toContain('petra');
  });

  it('counts an unknown error as unlisted, and does not write an error object out', () => {
    const { lines, logger } = recorded();
    logger.error('must be less than 3001 characters: Petra Probe');
    logger.error(new Error('Petra Probe'));
    expect(lines.every((line) => line.includes('"code":"unlisted"'))).toBe(true);
    expect(lines.join()).not.toContain('Petra');
  });
});
