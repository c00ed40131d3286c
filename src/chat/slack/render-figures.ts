/** Charts and tables of figures as Block Kit. Both hold plain text, in which Slack parses nothing. */
import type { types } from '@slack/bolt';
import type { CardChart, CardTable } from '../../domain/card.ts';
import { shownLine } from '../card-words.ts';
import { clamp } from '../text.ts';
import type { ChartBlock } from './block-text.ts';

/** Slack's limits (docs.slack.dev, data_visualization and table). */
const CHARTS_MAX = 2;
const TITLE_MAX = 50;
const LABEL_MAX = 20;
const POINTS_MAX = 20;
const COLUMNS_MAX = 20;

/** Longer ones make a column that no phone shows. */
const CELL_MAX = 60;

/** @returns none for charts without a point */
export function renderCharts(charts: readonly CardChart[]): ChartBlock[] {
  return charts
    .filter(({ points }) => points.length > 0)
    .slice(0, CHARTS_MAX)
    .map(({ title, kind, unit, points }, index) => {
      const data = points.slice(0, POINTS_MAX).map(({ label, value }, place) => ({
        label: unlike(points, place, clamp(shownLine(label), LABEL_MAX)),
        value: Number.isFinite(value) ? value : 0,
      }));
      return {
        type: 'data_visualization',
        block_id: `chart-${index}`,
        title: clamp(shownLine(title), TITLE_MAX),
        chart: {
          type: kind,
          series: [{ name: clamp(shownLine(unit), LABEL_MAX), data }],
          axis_config: {
            categories: data.map(({ label }) => label),
            y_label: clamp(shownLine(unit), TITLE_MAX),
          },
        },
      };
    });
}

/** Two points of one name would be drawn as one. */
function unlike(points: CardChart['points'], place: number, label: string): string {
  const isTaken = points.slice(0, place).some((point) => clamp(shownLine(point.label), LABEL_MAX) === label);
  return isTaken ? clamp(`${place + 1} ${label}`, LABEL_MAX) : label;
}

/** @param most rows under the heading; those beyond are left out, and the last line says how many */
export function renderTable(table: CardTable | undefined, most: number): types.TableBlock[] {
  if (!table || table.columns.length === 0) return [];
  const columns = table.columns.slice(0, COLUMNS_MAX);
  const more = table.rows.length - most;
  const shown = more > 0 ? [...table.rows.slice(0, most - 1), [`and ${more + 1} more`]] : table.rows;
  const rows = [columns.map(({ label }) => label), ...shown].map((row) =>
    columns.map((_, index) => ({ type: 'raw_text' as const, text: clamp(shownLine(row[index] ?? ''), CELL_MAX) })),
  );
  return [{ type: 'table', block_id: 'table', rows, column_settings: columns.map(({ align }) => ({ align })) }];
}
