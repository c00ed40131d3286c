/** Starts and stops the stream of invented leads. */
import { useState } from 'react';
import type { StreamStatus } from '../lead-sender.ts';
import { post } from './api.ts';

const RATES = [
  { perSecond: 0.2, label: 'One every 5 seconds' },
  { perSecond: 0.5, label: 'One every 2 seconds' },
  { perSecond: 1, label: 'One every second' },
];

export function LeadStream({ status }: { status: StreamStatus }) {
  const [rate, setRate] = useState(0.2);
  const running = status.perSecond > 0;
  const run = (perSecond: number) => void post('stream', { perSecond }).catch(() => {});
  return (
    <section className="lead-stream" aria-label="Stream of demo leads">
      <select
        aria-label="How often the stream sends a lead"
        data-testid="stream-rate"
        value={running ? status.perSecond : rate}
        onChange={(event) => {
          setRate(Number(event.target.value));
          if (running) run(Number(event.target.value));
        }}
      >
        {RATES.map(({ perSecond, label }) => (
          <option key={perSecond} value={perSecond}>
            {label}
          </option>
        ))}
      </select>
      <button
        type="button"
        className={running ? 'button danger' : 'button'}
        data-testid="stream-toggle"
        onClick={() => run(running ? 0 : rate)}
      >
        {running ? 'Stop' : 'Start'}
      </button>
      <p role="status" data-testid="stream-status">
        {running && <span className="spinner" aria-hidden />}
        {status.sent} demo leads sent{status.refused > 0 ? `, ${status.refused} refused` : ''}
      </p>
    </section>
  );
}
