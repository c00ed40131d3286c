/** Which column of a territory table is what, from the columns' names. */
import { KNOWN_COLUMNS } from '../csv/known-columns.ts';
import { nearestName } from '../normalise/nearest-name.ts';
import { cleanLine, foldWords } from '../normalise/text.ts';
import type { TableNote } from './territory-table.ts';

export type TerritoryColumn =
  | 'rep'
  | 'country'
  | 'region'
  | 'postalPrefix'
  | 'postalFrom'
  | 'postalTo'
  | 'product'
  | 'language'
  | 'pool';

/** As `foldWords` leaves the names, separated by commas. */
const NAMES: Readonly<Record<TerritoryColumn, string>> = {
  rep: `rep, rep id, rep email, rep e mail, sales rep, sales rep email, salesperson, sales person, seller, agent, owner,
    owner id, owner email, account owner, lead owner, assigned to, assign to, assignee, user, user email, account executive, ae,
    email, e mail, email address`,
  country: `${KNOWN_COLUMNS.country}, countries`,
  region: `${KNOWN_COLUMNS.region}, regions`,
  postalPrefix: `${KNOWN_COLUMNS.postalCode}, postal codes, postcodes, zips, zip codes, postal, postal prefix, postal code prefix,
    postcode prefix, zip prefix, zip code prefix, prefix, plz`,
  postalFrom: `postal from, postal code from, postcode from, zip from, zip code from, from postal, from postal code,
    from postcode, from zip, from zip code, postal start, postal code start, zip start, zip code start, start zip, low zip, plz von`,
  postalTo: `postal to, postal code to, postcode to, zip to, zip code to, to postal, to postal code, to postcode, to zip,
    to zip code, postal end, postal code end, zip end, zip code end, end zip, high zip, plz bis`,
  product: KNOWN_COLUMNS.product,
  language: `${KNOWN_COLUMNS.language}, languages`,
  pool: 'pool, team, queue',
};

const COLUMNS = Object.keys(NAMES) as TerritoryColumn[];
const BY_NAME: ReadonlyMap<string, TerritoryColumn> = new Map(
  COLUMNS.flatMap((column) => NAMES[column].split(/,\s*/).map((name) => [name, column] as const)),
);

export interface ColumnReading {
  /** One per column of the file; `null`: not read. */
  columns: (TerritoryColumn | null)[];
  problems: TableNote[];
  warnings: TableNote[];
}

/**
 * @param headers the first line's cells
 * @param line its number
 */
export function readColumns(headers: readonly string[], line: number): ColumnReading {
  const columns: (TerritoryColumn | null)[] = [];
  const problems: TableNote[] = [];
  const warnings: TableNote[] = [];
  for (const header of headers.map(cleanLine)) {
    const column = columnOf(header);
    columns.push(column);
    if (column && columns.indexOf(column) < columns.length - 1) {
      const first = cleanLine(headers[columns.indexOf(column)] ?? '');
      problems.push({ line, message: `“${first}” and “${header}” are both the ${column}; keep one` });
    } else if (!column && header !== '') {
      const meant = nearestName(header, [...BY_NAME.keys()]);
      const hint = meant ? `; if it is the “${meant}”, call it so, else territories are larger than meant` : '';
      warnings.push({ line, message: `column “${header}” is not read${hint}` });
    }
  }
  if (!columns.includes('rep')) {
    problems.push({
      line,
      message: 'no column says whose territory it is; name one “rep”, with ids or e-mail addresses',
    });
  }
  if (columns.includes('postalFrom') !== columns.includes('postalTo')) {
    problems.push({
      line,
      message: '“postal from” and “postal to” come together; for beginnings of codes use “postal code”',
    });
  }
  if (!columns.some((column) => column && column !== 'rep' && column !== 'pool')) {
    problems.push({ line, message: 'no column says which leads; name one “country”, “region” or “postal code”' });
  }
  return { columns, problems, warnings };
}

function columnOf(header: string): TerritoryColumn | null {
  return BY_NAME.get(foldWords(header.replace(/([a-z0-9])([A-Z])/g, '$1 $2'))) ?? null;
}
