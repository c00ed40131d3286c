/** Shows which column becomes which field, before anything is sent. */
import type { ColumnTarget, MappedColumn } from '../../domain/csv/column-mapping.ts';

const CERTAINTY: Record<MappedColumn['certainty'], string> = { given: 'yours', sure: 'sure', guess: 'guess', none: '' };
const LONGEST_HEADER = 40;

/** @returns lines of text: column, field, how sure, why */
export function mappingTable(columns: readonly MappedColumn[]): string {
  const rows = [
    ['Column', 'becomes', 'how sure', 'because'],
    ...columns.map(({ header, target, certainty, because }) => [
      header.length > LONGEST_HEADER ? `${header.slice(0, LONGEST_HEADER - 1)}…` : header,
      targetName(target),
      CERTAINTY[certainty],
      because,
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `  ${row
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function targetName(target: ColumnTarget): string {
  switch (target.kind) {
    case 'field':
      return target.field;
    case 'custom':
      return `custom.${target.key}`;
    case 'ignored':
      return '(ignored)';
  }
}
