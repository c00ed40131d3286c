/** The panel that sends leads: one that a person fills in, or a stream of invented ones. */
import type { StreamStatus } from '../lead-sender.ts';
import { LeadForm } from './lead-form.tsx';
import { LeadStream } from './lead-stream.tsx';

export function LeadPanel({ stream, close }: { stream: StreamStatus; close(): void }) {
  return (
    <aside className="panel" aria-label="Send a lead" data-testid="lead-panel">
      <header>
        <h2>Send a lead</h2>
        <button type="button" className="icon" aria-label="Close" onClick={close}>
          ✕
        </button>
      </header>
      <LeadStream status={stream} />
      <LeadForm />
    </aside>
  );
}
