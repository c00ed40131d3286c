import { describe, expect, it } from 'vitest';
import { answerResponse, problemsResponse, readForm, reasonView } from '../../../src/chat/slack/reason-form.ts';
import { renderNote } from '../../../src/chat/slack/render-reply.ts';
import { DECLINE_REASONS, NOTE_MAX, RELEASE_REASONS } from '../../../src/domain/stages.ts';
import { checkModal } from '../../../src/playground/block-kit/check-view.ts';
import { FORM_PURPOSES, type FormPurpose, type ReasonForm } from '../../../src/ports/chat-inbox.ts';
import { DELIVERY } from '../../helpers/cards.ts';

const REASONS = { release: RELEASE_REASONS, decline: DECLINE_REASONS };

function form(purpose: FormPurpose): ReasonForm {
  const lead = 'Petra <!channel> Probe';
  return { kind: 'form', purpose, delivery: DELIVERY, lead, reasons: REASONS[purpose], noteMax: NOTE_MAX };
}

function submitted(purpose: string, reason: unknown, note: unknown) {
  return {
    callback_id: purpose,
    private_metadata: DELIVERY,
    state: { values: { reason: { reason: { selected_option: reason } }, note: { note: { value: note } } } },
  };
}

describe.each(FORM_PURPOSES)('the %s dialog', (purpose) => {
  it('is taken by a strict Slack, and so is the answer that it turns into', () => {
    const { view } = answerResponse(purpose, renderNote([{ text: 'It went on to Bob.' }]));
    for (const modal of [reasonView(form(purpose)), view]) {
      expect(checkModal(JSON.parse(JSON.stringify(modal)))).toMatchObject({ ok: true });
    }
  });

  it('carries the delivery id alone in its hidden data', () => {
    expect(reasonView(form(purpose)).private_metadata).toBe(DELIVERY);
  });

  it('offers its 6 reasons', () => {
    const drawn = JSON.stringify(reasonView(form(purpose)));
    expect(REASONS[purpose].filter(({ label }) => drawn.includes(label))).toHaveLength(6);
  });

  it('reads its purpose, the reason and the note, trimmed', () => {
    expect(readForm(submitted(purpose, { value: 'no-time' }, '  back on Monday '))).toEqual({
      purpose,
      answer: { delivery: DELIVERY, reason: 'no-time', note: 'back on Monday' },
    });
  });

  it('reads an empty form as no reason and no note, for the app to refuse', () => {
    expect(readForm(submitted(purpose, null, null))?.answer).toEqual({ delivery: DELIVERY, reason: '', note: null });
  });
});

describe('a dialog', () => {
  it('that is not ours is not read', () => {
    expect(readForm(submitted('other', null, null))).toBeNull();
    expect(readForm(null)).toBeNull();
  });

  it('shows each problem under its own field', () => {
    const response = problemsResponse({ kind: 'problems', problems: [{ field: 'note', text: 'Too long' }] });
    expect(response).toEqual({ response_action: 'errors', errors: { note: 'Too long' } });
  });
});
