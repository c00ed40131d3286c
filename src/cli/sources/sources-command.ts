/** `dibs sources`: tries what a vendor sends on the routing file. Needs no secret, and stores nothing. */
import type { Command } from 'commander';
import { routingFilePath } from '../../config/routing/load-routing-file.ts';
import { say } from '../rules/rules-answer.ts';
import { testSource } from './test-source.ts';

const HELP = `
A body as it comes over HTTP, or, for facebook and hubspot, a lead as the vendor's API gives it.`;

/** Adds the commands; the exit code becomes 1 when the body makes no lead. */
export function sourcesCommand(program: Command): void {
  const sources = program.command('sources').description('try the sources of the routing file');

  sources
    .command('test')
    .description('say which lead a webhook’s body would become')
    .argument('<id>', 'the source, as the routing file calls it')
    .argument('<body>', 'a JSON file with what the vendor sends; - reads standard input')
    .option('--file <file>', 'the routing file (default: DIBS_CONFIG, else dibs.yaml, else the demo)')
    .addHelpText('after', HELP)
    .action(async (id: string, body: string, { file }: { file?: string }) =>
      say(await testSource(id, body, routingFilePath(file ?? process.env.DIBS_CONFIG))),
    );
}
