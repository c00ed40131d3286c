/** The doctor's checks that ask nobody, and its report. */
import { describe, expect, it } from 'vitest';
import { commandNameProblem } from '../../../src/chat/slack/reserved-commands.ts';
import { checkCommand, checkNode } from '../../../src/cli/doctor/check-setup.ts';
import { ok, problem, skipped } from '../../../src/cli/doctor/finding.ts';
import { reportJson, reportLines } from '../../../src/cli/doctor/report.ts';

describe('Node.js', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '100.1.0'])('%s is new enough for >=20.19', (version) => {
    expect(checkNode(version, '>=20.19').state).toBe('ok');
  });

  it.each(['20.18.9', '18.20.0', '9.99.0'])('%s is not, and the remedy names 20.19', (version) => {
    const finding = checkNode(version, '>=20.19');
    expect(finding).toMatchObject({ state: 'problem', seen: `${version} is too old` });
    expect(finding.remedies[0]).toContain('20.19');
  });
});

describe('the command’s name', () => {
  it('is ✓ as /lead and ✗ as /away, which Slack keeps for itself', () => {
    expect(checkCommand('/lead', commandNameProblem('/lead')).state).toBe('ok');
    const away = checkCommand('/away', commandNameProblem('/away'));
    expect(away).toMatchObject({ state: 'problem' });
    expect(away.remedies[0]).toContain('Slack keeps "/away" for itself');
  });
});

describe('the report', () => {
  it('has a line per check in a fixed order, remedies below it, and counts the ✗', () => {
    const findings = [
      skipped('slack-clock', 'unknown'),
      problem('slack-scopes', '1 missing', ['Add it.', 'two\nlines']),
      ok('node', '22.0.0'),
    ];
    expect(reportLines(findings)).toEqual([
      '✓ Node.js: 22.0.0',
      '✗ Slack scopes: 1 missing',
      '    Add it.',
      '    two',
      '    lines',
      '– Clock, Slack: unknown',
      '',
      '1 problem.',
    ]);
    expect(JSON.parse(reportJson(findings))).toEqual({
      ok: false,
      findings: [findings[2], findings[1], findings[0]],
    });
  });

  it('cuts a list of 25 remedies after 20, and counts the rest; JSON has them all', () => {
    const long = problem(
      'slack-channels',
      '25 cannot be used',
      Array.from({ length: 25 }, (_, n) => `#c${n}`),
    );
    expect(reportLines([long]).slice(20, 22)).toEqual(['    #c19', '    … and 5 more']);
    expect(JSON.parse(reportJson([long])).findings[0].remedies).toHaveLength(25);
  });

  it('without ✗ says that there are no problems', () => {
    expect(reportLines([skipped('database', 'x')]).at(-1)).toBe('No problems.');
    expect(JSON.parse(reportJson([skipped('database', 'x')])).ok).toBe(true);
  });
});
