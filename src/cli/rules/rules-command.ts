/** `dibs rules`: checks a routing file and its territories, tries a lead or many on it, and prints the JSON Schema for editors. */
import type { Command } from 'commander';
import { routingJsonSchema } from '../../config/routing/json-schema.ts';
import { routingFilePath } from '../../config/routing/load-routing-file.ts';
import { checkRules } from './check-rules.ts';
import { checkTerritories } from './check-territories.ts';
import { say } from './rules-answer.ts';
import { screenLeads } from './screen-leads.ts';
import { testRules } from './test-rules.ts';

/** Adds the commands; the exit code becomes 1 when a file or a lead has problems. */
export function rulesCommand(program: Command): void {
  const rules = program.command('rules').description('check and try the routing file');

  rules
    .command('check')
    .description('say everything that is wrong with a routing file')
    .argument('[file]', 'the routing file (default: DIBS_CONFIG, else dibs.yaml, else the demo)')
    .action(async (file?: string) => say(await checkRules(fileOr(file))));

  rules
    .command('test')
    .description('say where a lead would go, and why')
    .argument('<lead>', 'a JSON file with one lead, as the API takes it; - reads standard input')
    .option('--file <file>', 'the routing file (default: DIBS_CONFIG, else dibs.yaml, else the demo)')
    .action(async (lead: string, flags: { file?: string }) => say(await testRules(lead, fileOr(flags.file))));

  rules
    .command('screen')
    .description('say which leads of a CSV file would be qualified, reviewed or disqualified, and why')
    .argument('<leads>', 'a CSV file with leads, as `dibs import` takes it')
    .option('--config <file>', 'the routing file (default: DIBS_CONFIG, else dibs.yaml, else the demo)')
    .option('--map <column=field>', 'what a column is, as in `dibs import` (may be repeated)', collect)
    .option('--outcomes <file>', 'a CSV file that says what became of them, by the same external ids')
    .option('--won <column=value>', 'what says there that a lead was won', 'stage=won')
    .action(async (leads: string, flags: ScreenFlags) => {
      const { config, map = [], ...outcomes } = flags;
      say(await screenLeads(leads, { file: fileOr(config), map, ...outcomes }, process.stderr));
    });

  rules
    .command('territories')
    .description('check a territory table: what each rep has, where two reps overlap, what is wrong')
    .argument('<table>', 'a CSV file with one territory per row')
    .option('--config <file>', 'the routing file with the reps (default: DIBS_CONFIG, else dibs.yaml, else the demo)')
    .action(async (table: string, flags: { config?: string }) =>
      say(await checkTerritories(table, fileOr(flags.config))),
    );

  rules
    .command('schema')
    .description('print the JSON Schema of routing files')
    .action(() => say({ ok: true, lines: [JSON.stringify(routingJsonSchema(), null, 2)] }));
}

interface ScreenFlags {
  config?: string;
  map?: string[];
  outcomes?: string;
  won: string;
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

function fileOr(file: string | undefined): string {
  return routingFilePath(file ?? process.env.DIBS_CONFIG);
}
