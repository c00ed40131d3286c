import { describe, expect, it } from 'vitest';
import { answerResponse, askAgain, formView, problemsResponse, readForm } from '../../../src/chat/slack/form-view.ts';
import { renderNote } from '../../../src/chat/slack/render-reply.ts';
import { FORM_PURPOSES, type FormPurpose, leadForm } from '../../../src/domain/lead-forms.ts';
import { DECLINE_REASONS, LOST_REASONS, RELEASE_REASONS } from '../../../src/domain/stages.ts';
import { checkModal } from '../../../src/playground/block-kit/check-view.ts';
import type { OpenForm } from '../../../src/ports/chat-inbox.ts';
import { DELIVERY } from '../../helpers/cards.ts';
import { testLead, testRuleset } from '../../helpers/leads.ts';

function form(purpose: FormPurpose): OpenForm {
  const asked = leadForm(purpose, testLead({ stage: 'meeting' }), testRuleset({ currency: 'EUR' }));
  return { kind: 'form', purpose, delivery: DELIVERY, lead: 'Petra <!channel> Probe', form: asked };
}

function submitted(purpose: string, values: Record<string, object>) {
  const state = {
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { [name]: value }])),
  };
  return { callback_id: purpose, private_metadata: DELIVERY, state };
}

describe.each(FORM_PURPOSES)('the %s dialog', (purpose) => {
  it('is taken by a strict Slack, and so is the answer that it turns into', () => {
    const { view } = answerResponse(purpose, renderNote([{ text: 'It went on to Bob.' }]));
    for (const modal of [formView(form(purpose)), view]) {
      expect(checkModal(JSON.parse(JSON.stringify(modal)))).toMatchObject({ ok: true });
    }
  });

  it('carries nothing but the delivery id in its hidden data, and of a form for corrections which version it shows', () => {
    const expected = purpose === 'edit' ? `${DELIVERY}?version=2` : DELIVERY;
    expect(formView(form(purpose)).private_metadata).toBe(expected);
  });

  it('reads its purpose and nothing else from an empty form, for the app to refuse', () => {
    const empty = { reason: { selected_option: null }, note: { value: null }, at: { selected_date_time: null } };
    expect(readForm(submitted(purpose, empty))).toEqual({ purpose, delivery: DELIVERY, values: {} });
  });

  it('says what did not happen when it closed too early, and what to do', () => {
    expect(askAgain(purpose)).toMatch(/^The .+: (click|choose) .+ again\.$/);
  });
});

describe('a dialog', () => {
  it.each([
    ['release' as const, RELEASE_REASONS],
    ['decline' as const, DECLINE_REASONS],
    ['lost' as const, LOST_REASONS],
  ])('for %s offers all of its reasons', (purpose, reasons) => {
    const drawn = JSON.stringify(formView(form(purpose)));
    expect(reasons.filter(({ label }) => !drawn.includes(label))).toEqual([]);
  });

  it('reads texts trimmed, choices by their value, and moments as instants', () => {
    const values = {
      reason: { type: 'static_select', selected_option: { value: 'no-time' } },
      note: { type: 'plain_text_input', value: '  back on Monday ' },
      at: { type: 'datetimepicker', selected_date_time: 1_772_528_400 },
    };
    expect(readForm(submitted('release', values))?.values).toEqual({
      reason: 'no-time',
      note: 'back on Monday',
      at: '2026-03-03T09:00:00.000Z',
    });
  });

  it('names the company’s currency, and shows the colleagues of the pool but not oneself', () => {
    expect(JSON.stringify(formView(form('won')))).toContain('Amount in EUR');
    const lead = testLead({ status: 'owned', owner: 'ana' });
    const { fields } = leadForm('hand-over', lead, testRuleset());
    expect(fields[0]).toMatchObject({ kind: 'choice', options: [{ value: 'bob', label: expect.any(String) }] });
  });

  it('asks for a name where more than 25 colleagues could get it', () => {
    const reps = Array.from({ length: 27 }, (_, n) => ({ id: `r${n}`, name: `R ${n}`, email: `r${n}@acme.example` }));
    const { fields } = leadForm('hand-over', testLead({ owner: 'r0', pool: null }), testRuleset({ reps }));
    expect(fields[0]).toMatchObject({ kind: 'line', name: 'rep', required: true });
  });

  it('that is not ours is not read', () => {
    expect(readForm(submitted('other', {}))).toBeNull();
    expect(readForm(null)).toBeNull();
  });

  it('shows each problem under its own field', () => {
    const response = problemsResponse({ kind: 'problems', problems: [{ field: 'note', text: 'Too long' }] });
    expect(response).toEqual({ response_action: 'errors', errors: { note: 'Too long' } });
  });
});
