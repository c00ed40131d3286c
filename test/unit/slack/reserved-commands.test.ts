import { describe, expect, it } from 'vitest';
import { commandNameProblem } from '../../../src/chat/slack/reserved-commands.ts';

describe('the name of the slash command', () => {
  it('may be /lead, or anything else in up to 32 characters', () => {
    for (const name of ['/lead', '/dibs', '/lead-away', '/my_leads2', `/${'a'.repeat(31)}`]) {
      expect(commandNameProblem(name), name).toBeNull();
    }
  });

  it('is refused when Slack keeps it for itself', () => {
    for (const name of ['/away', '/status', '/dnd', '/remind', '/invite', '/me', '/who', '/search']) {
      expect(commandNameProblem(name), name).toContain('Slack keeps');
    }
  });

  it('is refused when Slack could not register it', () => {
    for (const name of ['lead', '/', '/Lead', '/my lead', `/${'a'.repeat(32)}`, '/lead!', '/-lead']) {
      expect(commandNameProblem(name), name).toContain('must be a slash');
    }
  });
});
