/** Which leads a CSV file of outcomes says were won. */
import { mapColumns } from '../../domain/csv/column-mapping.ts';
import { openCsv } from '../import/open-csv.ts';
import { TextFileError } from '../import/text-file.ts';

/** External ids. */
export type Won = ReadonlySet<string>;

/**
 * @param rule `column=value`, of which upper and lower case do not matter
 * @throws TextFileError when the file has no column of ids, or not the one asked for
 */
export async function wonLeads(file: string, rule: string): Promise<Won> {
  const [, column, value] = /^([^=]+)=(.+)$/.exec(rule) ?? [];
  if (column === undefined || value === undefined) {
    throw new TextFileError('--won must be a column and a value, such as stage=won.');
  }
  const csv = await openCsv(file, () => {});
  const mapping = mapColumns(csv.headers, []);
  const ids = mapping.ok
    ? mapping.columns.findIndex(({ target }) => target.kind === 'field' && target.field === 'externalId')
    : -1;
  if (ids < 0) throw new TextFileError(`${file} has no column with the leads’ ids; call one external_id.`);
  const stages = csv.headers.findIndex((header) => same(header, column));
  if (stages < 0) throw new TextFileError(`${file} has no column “${column}”; say with --won what tells won leads.`);
  const won = new Set<string>();
  for await (const record of csv.records) {
    if ('cells' in record && same(record.cells[stages] ?? '', value)) won.add((record.cells[ids] ?? '').trim());
  }
  return won;
}

function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
