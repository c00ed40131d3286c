/** The panel that sends leads: one that a person fills in, a stream of invented ones, and the way to the hosted forms. */
import type { StreamStatus } from '../lead-sender.ts';
import { LeadForm } from './lead-form.tsx';
import { LeadStream } from './lead-stream.tsx';

interface LeadPanelProps {
  stream: StreamStatus;
  /** Paths of hosted forms. */
  forms: readonly string[];
  close(): void;
}

export function LeadPanel({ stream, forms, close }: LeadPanelProps) {
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
      {forms.length > 0 && (
        <p className="form-links">
          Or as a visitor would:
          {forms.map((path) => (
            <a key={path} href={path} target="_blank" rel="noopener" data-testid="open-form">
              Open the form {path}
            </a>
          ))}
        </p>
      )}
    </aside>
  );
}
