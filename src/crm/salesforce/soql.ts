/** Queries: values are quoted here and nowhere else. */
import type { z } from 'zod';
import type { CallSalesforce } from './salesforce-session.ts';

/** A query goes into an address, which is 16 KB long at most. */
const MOST_VALUES = 25;

/** `'Ana\'s'` */
export function quoted(value: string): string {
  return `'${value.replace(/[\\']/g, (character) => `\\${character}`)}'`;
}

/** `Field IN ('a', 'b')` */
export function isOneOf(field: string, values: readonly string[]): string {
  return `${field} IN (${values.map(quoted).join(', ')})`;
}

/** More than this is not read at once. */
export const MOST_RECORDS = 10_000;

/** @returns all records, over as many pages as there are @throws HandOverError */
export function query<Row extends z.ZodType>(call: CallSalesforce, soql: string, row: Row): Promise<z.output<Row>[]> {
  return call(async (connection) => {
    const { records } = await connection.query(soql).run({ autoFetch: true, maxFetch: MOST_RECORDS });
    return records.map((record) => row.parse(record));
  });
}

/** The same, for a list of values that may be long. @param soql of some of them */
export async function queryEach<Row extends z.ZodType>(
  call: CallSalesforce,
  values: readonly string[],
  soql: (some: readonly string[]) => string,
  row: Row,
): Promise<z.output<Row>[]> {
  const all = [...new Set(values)];
  const found: z.output<Row>[] = [];
  for (let from = 0; from < all.length; from += MOST_VALUES) {
    found.push(...(await query(call, soql(all.slice(from, from + MOST_VALUES)), row)));
  }
  return found;
}
