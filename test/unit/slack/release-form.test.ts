import { describe, expect, it } from 'vitest';
import { problemsResponse, readRelease, releaseView } from '../../../src/chat/slack/release-form.ts';
import { NOTE_MAX, RELEASE_REASONS } from '../../../src/domain/stages.ts';
import { checkModal } from '../../../src/playground/block-kit/check-view.ts';
import { DELIVERY } from './cards.ts';

const FORM = {
  kind: 'form' as const,
  delivery: DELIVERY,
  lead: 'Petra <!channel> Probe',
  reasons: RELEASE_REASONS,
  noteMax: NOTE_MAX,
};

function submitted(reason: unknown, note: unknown) {
  return {
    callback_id: 'release',
    private_metadata: DELIVERY,
    state: { values: { reason: { reason: { selected_option: reason } }, note: { note: { value: note } } } },
  };
}

describe('the release dialog', () => {
  it('is taken by a strict Slack', () => {
    expect(checkModal(JSON.parse(JSON.stringify(releaseView(FORM))))).toMatchObject({ ok: true });
  });

  it('carries the delivery id alone in its hidden data', () => {
    expect(releaseView(FORM).private_metadata).toBe(DELIVERY);
  });

  it('reads the reason and the note, trimmed', () => {
    expect(readRelease(submitted({ value: 'no-time' }, '  back on Monday '))).toEqual({
      delivery: DELIVERY,
      reason: 'no-time',
      note: 'back on Monday',
    });
  });

  it('reads an empty form as no reason and no note, for the app to refuse', () => {
    expect(readRelease(submitted(null, null))).toEqual({ delivery: DELIVERY, reason: '', note: null });
  });

  it('reads nothing from a dialog that is not ours', () => {
    expect(readRelease({ ...submitted(null, null), callback_id: 'other' })).toBeNull();
    expect(readRelease(null)).toBeNull();
  });

  it('shows each problem under its own field', () => {
    const response = problemsResponse({ kind: 'problems', problems: [{ field: 'note', text: 'Too long' }] });
    expect(response).toEqual({ response_action: 'errors', errors: { note: 'Too long' } });
  });
});
