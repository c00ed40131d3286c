/** A lead that a person fills in, and what the lead API says to it. */
import { type FormEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { post } from './api.ts';
import { LEAD_FIELDS, type LeadField, readLead } from './lead-fields.ts';
import { type Outcome, outcomeOf } from './lead-outcome.ts';

interface LeadDraft {
  form: RefObject<HTMLFormElement | null>;
  filled: Record<string, string>;
  busy: boolean;
  outcome: Outcome | null;
  change(field: string, value: string): void;
  fillWithExample(): Promise<void>;
  send(): Promise<void>;
}

function useLeadDraft(): LeadDraft {
  const [filled, setFilled] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (outcome?.kind === 'problem') form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [outcome]);
  return {
    form,
    filled,
    busy,
    outcome,
    change: (field, value) => setFilled((before) => ({ ...before, [field]: value })),
    async fillWithExample() {
      const example = await post('example', {}).catch(() => ({}) as Record<string, unknown>);
      setFilled(Object.fromEntries(LEAD_FIELDS.map(({ name }) => [name, String(example[name] ?? '')])));
      setOutcome(null);
    },
    async send() {
      setBusy(true);
      const answer = await post('lead', { lead: readLead(filled) }).catch(() => ({ status: 0, body: null }));
      const next = outcomeOf(answer);
      setOutcome(next);
      setBusy(false);
      if (next.kind === 'sent') setFilled({});
    },
  };
}

export function LeadForm() {
  const { form, filled, busy, outcome, change, fillWithExample, send } = useLeadDraft();
  const problems = outcome?.kind === 'problem' ? outcome.byField : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  return (
    <form ref={form} className="lead-form" data-testid="lead-form" noValidate onSubmit={submit}>
      <button type="button" className="button wide" data-testid="fill-example" onClick={() => void fillWithExample()}>
        Fill with an example
      </button>
      <div className="lead-grid">
        {LEAD_FIELDS.map((field) => (
          <Field
            key={field.name}
            field={field}
            value={filled[field.name] ?? ''}
            problem={problems[field.name]}
            change={(value) => change(field.name, value)}
          />
        ))}
      </div>
      {outcome && <OutcomeNote outcome={outcome} />}
      <button type="submit" className="button primary wide" disabled={busy} aria-busy={busy} data-testid="send-lead">
        {busy && <span className="spinner" aria-hidden />}
        Send
      </button>
    </form>
  );
}

interface FieldProps {
  field: LeadField;
  value: string;
  problem: string | undefined;
  change(value: string): void;
}

function Field({ field, value, problem, change }: FieldProps) {
  const id = useId();
  const shared = {
    id,
    name: field.name,
    value,
    'aria-invalid': problem !== undefined,
    onChange: (event: { target: { value: string } }) => change(event.target.value),
  };
  return (
    <div className={field.wide ? 'wide' : undefined}>
      <label htmlFor={id}>{field.label}</label>
      {field.choices ? (
        <select {...shared}>
          <option value="">–</option>
          {field.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : field.multiline ? (
        <textarea {...shared} rows={3} />
      ) : (
        <input {...shared} inputMode={field.number ? 'numeric' : undefined} autoComplete="off" />
      )}
      {problem && (
        <span className="field-error" role="alert" data-testid={`problem-${field.name}`}>
          {problem}
        </span>
      )}
    </div>
  );
}

function OutcomeNote({ outcome }: { outcome: Outcome }) {
  if (outcome.kind === 'problem') {
    const elsewhere = Object.entries(outcome.byField).filter(
      ([name]) => !LEAD_FIELDS.some((field) => field.name === name),
    );
    return (
      <div className="outcome problem" role="alert" data-testid="lead-outcome">
        {outcome.title}
        {elsewhere.map(([name, message]) => (
          <span key={name}>
            {name}: {message}
          </span>
        ))}
      </div>
    );
  }
  return (
    <div className="outcome sent" role="status" data-testid="lead-outcome">
      Stored ({outcome.status}). Its card appears in a channel in a moment.
      <code>{outcome.id}</code>
    </div>
  );
}
