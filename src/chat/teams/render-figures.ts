/**
 * Charts and tables of figures as Adaptive Cards. A chart says the same in words where a client draws none. A table is a line a row: the
 * format's own tables are too wide for a phone, where each column keeps its share of the screen.
 */
import type { CardChart, CardTable } from '../../domain/card.ts';
import { shownLine } from '../card-words.ts';
import { clamp } from '../text.ts';
import type { Chart, RichTextBlock } from './adaptive-card.ts';
import { inertRuns, ownRun, richText } from './card-text.ts';

const POINTS_MAX = 20;
const TITLE_MAX = 80;
const LABEL_MAX = 20;
const CELL_MAX = 60;
const PIECES = 10;

export function renderCharts(charts: readonly CardChart[]): Chart[] {
  return charts.filter(({ points }) => points.length > 0).map(renderChart);
}

function renderChart({ title, kind, unit, points }: CardChart): Chart {
  const data = points.slice(0, POINTS_MAX).map(({ label, value }) => ({
    x: clamp(shownLine(label), LABEL_MAX),
    y: Number.isFinite(value) ? value : 0,
  }));
  const frame = {
    title: clamp(shownLine(title), TITLE_MAX),
    xAxisTitle: '',
    yAxisTitle: clamp(shownLine(unit), LABEL_MAX),
    spacing: 'medium' as const,
    fallback: inWords(title, data),
  };
  return kind === 'bar'
    ? { type: 'Chart.VerticalBar', ...frame, data }
    : { type: 'Chart.Line', ...frame, data: [{ legend: frame.yAxisTitle, values: data }] };
}

function inWords(title: string, data: readonly { x: string; y: number }[]): RichTextBlock {
  const values = data.map(({ x, y }) => `${x} ${y}`).join(' · ');
  const heading = inertRuns(shownLine(title), { length: TITLE_MAX, pieces: PIECES }, { weight: 'bolder' });
  return richText(
    [...heading, ownRun(': ', { weight: 'bolder' }), ...inertRuns(values, { length: 600, pieces: PIECES })],
    'medium',
  );
}

/** @param most rows; those beyond are left out, and the last line says how many */
export function renderTable(table: CardTable | undefined, most: number): RichTextBlock[] {
  if (!table || table.columns.length === 0) return [];
  const more = table.rows.length - most;
  const shown = more > 0 ? table.rows.slice(0, most - 1) : table.rows;
  const lines = shown.map((row, index) => richText(rowRuns(table, row), index === 0 ? 'medium' : 'small'));
  return more > 0 ? [...lines, richText([ownRun(`and ${more + 1} more`)], 'small')] : lines;
}

function rowRuns({ columns }: CardTable, row: readonly string[]) {
  const room = { length: CELL_MAX, pieces: PIECES };
  const cells = columns.slice(1).flatMap(({ label }, index) => {
    const value = shownLine(row[index + 1] ?? '');
    return value === '–' ? [] : [`${shownLine(label)} ${clamp(value, CELL_MAX)}`];
  });
  return [
    ...inertRuns(shownLine(row[0] ?? ''), room, { weight: 'bolder' }),
    ...(cells.length > 0 ? [ownRun(': ', { weight: 'bolder' })] : []),
    ...inertRuns(cells.join(' · '), { length: 400, pieces: PIECES }),
  ];
}
