/** What time it is for Dibs, and the way to move it ahead. */
import { createContext, useEffect, useState } from 'react';
import { post } from './api.ts';

/** How much later it is for Dibs than for this browser, in ms. */
export const AheadContext = createContext(0);

const MINUTE = 60_000;

const STEPS = [
  { label: '+ 1 minute', ms: MINUTE },
  { label: '+ 5 minutes', ms: 5 * MINUTE },
  { label: '+ 1 hour', ms: 60 * MINUTE },
  { label: '+ 8 hours', ms: 8 * 60 * MINUTE },
  { label: '+ 1 day', ms: 24 * 60 * MINUTE },
  { label: '+ 1 week', ms: 7 * 24 * 60 * MINUTE },
] as const;

export function TimeControl({ aheadMs }: { aheadMs: number }) {
  const now = useTicking(aheadMs);
  return (
    <label className="time-control" title="Move the time ahead: offers run out, people come back">
      <time data-testid="time" dateTime={now.toISOString()}>
        {now.toLocaleString(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })}
      </time>
      <select
        aria-label="Move the time ahead"
        data-testid="move-time"
        value=""
        onChange={(event) => void post('time', { aheadByMs: Number(event.target.value) }).catch(() => {})}
      >
        <option value="">Skip…</option>
        {STEPS.map(({ label, ms }) => (
          <option key={label} value={ms}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function useTicking(aheadMs: number): Date {
  const [now, tick] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => tick(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return new Date(now + aheadMs);
}
