/** The doctor's findings, for people and for programs. */
import { counted } from '../rules/counted.ts';
import { CHECKS, type Finding } from './finding.ts';

const MARKS = { ok: '✓', problem: '✗', skipped: '–' } as const;

/** Beyond this a list of remedies hides the other checks; the rest is counted. */
const MOST_REMEDIES = 20;

const ORDER = Object.keys(CHECKS);

/** One line per check, what to do below it, and a line that says how many problems there are. */
export function reportLines(findings: readonly Finding[]): string[] {
  const problems = findings.filter(isProblem).length;
  return [
    ...inOrder(findings).flatMap((finding) => [
      `${MARKS[finding.state]} ${CHECKS[finding.check]}: ${finding.seen}`,
      ...indented(finding.remedies),
    ]),
    '',
    problems === 0 ? 'No problems.' : `${counted(problems, 'problem')}.`,
  ];
}

/** `{"ok": …, "findings": [{"check", "state", "seen", "remedies"}]}` */
export function reportJson(findings: readonly Finding[]): string {
  return JSON.stringify({ ok: !findings.some(isProblem), findings: inOrder(findings) }, null, 2);
}

export function isProblem({ state }: Finding): boolean {
  return state === 'problem';
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => ORDER.indexOf(a.check) - ORDER.indexOf(b.check));
}

function indented(remedies: readonly string[]): string[] {
  const more = remedies.length - MOST_REMEDIES;
  return [
    ...remedies.slice(0, MOST_REMEDIES).flatMap((remedy) => remedy.split('\n')),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ].map((line) => `    ${line}`);
}
