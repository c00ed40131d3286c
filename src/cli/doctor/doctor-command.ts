/** `dibs doctor`: looks at everything that Dibs needs, and says what to do about what is wrong. */
import type { Command } from 'commander';
import { type DoctorParts, examine } from './examine.ts';
import { isProblem, reportJson, reportLines } from './report.ts';

const HELP = `
It reads the same environment and routing file as Dibs itself, and changes nothing: no channel is joined, nothing is posted.
✓ is well, ✗ needs you, – does not apply or could not be looked at. Exit code: 1 when there is any ✗.`;

/** @param load brings what the doctor looks with */
export function doctorCommand(program: Command, load: () => Promise<DoctorParts>): void {
  program
    .command('doctor')
    .description('check environment, routing file, database, Slack and Teams, and say what to do')
    .option('--json', 'JSON instead of lines', false)
    .addHelpText('after', HELP)
    .action(async ({ json }: { json: boolean }) => {
      const findings = await examine(await load());
      console.log(json ? reportJson(findings) : reportLines(findings).join('\n'));
      if (findings.some(isProblem)) process.exitCode = 1;
    });
}
