import { describe, expect, it } from 'vitest';
import { renderActions } from '../../../src/chat/teams/render-actions.ts';
import { CARD_ACTIONS, type CardAction } from '../../../src/domain/card.ts';
import { type FormPurpose, leadForm } from '../../../src/domain/lead-forms.ts';
import { DECLINE_REASONS, LOST_REASONS, RELEASE_REASONS, STAGES } from '../../../src/domain/stages.ts';
import { DELIVERY } from '../../helpers/cards.ts';
import { testLead, testRuleset } from '../../helpers/leads.ts';

const ROOM = { buttons: CARD_ACTIONS.length, action: 75, options: 100 };
const button = (id: (typeof CARD_ACTIONS)[number], value = DELIVERY): CardAction => ({
  kind: 'button',
  id,
  label: id,
  value,
});
const draw = (...actions: CardAction[]) => renderActions(actions, ROOM).flatMap((set) => set.actions);

describe('a button', () => {
  it('is an Action.Execute that brings no inputs, with the same as an Action.Submit for older clients', () => {
    const data = { action: 'claim', delivery: DELIVERY };
    expect(draw({ kind: 'button', id: 'claim', label: 'Claim', style: 'primary', value: DELIVERY })).toEqual([
      {
        type: 'Action.Execute',
        verb: 'claim',
        title: 'Claim',
        style: 'positive',
        data,
        associatedInputs: 'none',
        fallback: { type: 'Action.Submit', title: 'Claim', style: 'positive', data, associatedInputs: 'none' },
      },
    ]);
  });
});

describe('a menu', () => {
  const stage: CardAction = {
    kind: 'select',
    id: 'stage',
    placeholder: 'Stage…',
    options: [...STAGES],
    value: DELIVERY,
  };

  it('unfolds to its options, with the present one chosen, and a button that brings the choice', () => {
    expect(draw({ ...stage, selected: 'meeting' })).toMatchObject([
      {
        type: 'Action.ShowCard',
        title: 'Stage…',
        card: {
          body: [
            {
              type: 'Input.ChoiceSet',
              id: 'stage.choice',
              isRequired: true,
              value: 'meeting',
              choices: STAGES.map(({ label, value }) => ({ title: label, value })),
            },
            { type: 'ActionSet', actions: [{ verb: 'stage', associatedInputs: 'auto' }] },
          ],
        },
      },
    ]);
  });

  it('has no choice made where the present one is not among its options', () => {
    expect(JSON.stringify(draw({ ...stage, selected: 'gone' }))).not.toContain('gone');
  });

  it('leaves out an option whose value is empty, taken or over 75 characters: cut short, it would mean another', () => {
    const options = ['p'.repeat(76), 'p'.repeat(75), '', 'x', 'x'].map((value, index) => ({
      value,
      label: `o${index}`,
    }));
    expect(draw({ ...stage, options })).toMatchObject([
      { card: { body: [{ choices: [{ title: 'o1' }, { title: 'o3' }] }, {}] } },
    ]);
  });
});

const form = (purpose: FormPurpose) =>
  leadForm(purpose, testLead({ stage: 'meeting' }), testRuleset({ currency: 'EUR' }));

describe('a menu with a form', () => {
  it('of stages unfolds to the stage with the present one chosen, the amount, the reason and a note', () => {
    const menu: CardAction = {
      kind: 'select',
      id: 'stage',
      placeholder: 'Stage…',
      options: [...STAGES],
      value: DELIVERY,
    };
    const body = draw({ ...menu, form: form('stage') }).flatMap((action) => ('card' in action ? action.card.body : []));
    expect(body).toMatchObject([
      { id: 'stage.stage', isRequired: true, value: 'meeting', choices: { length: 6 } },
      { id: 'stage.amount', type: 'Input.Text', label: 'Amount in EUR, if won (optional)' },
      { id: 'stage.reason', choices: { length: LOST_REASONS.length } },
      { id: 'stage.note', isMultiline: true },
      { actions: [{ verb: 'stage', associatedInputs: 'auto' }] },
    ]);
    expect(body.filter((input) => 'isRequired' in input)).toHaveLength(1);
  });

  it('of a snooze takes a moment as a day and a time', () => {
    const menu: CardAction = {
      kind: 'select',
      id: 'snooze',
      placeholder: 'Snooze…',
      options: [...STAGES],
      value: DELIVERY,
    };
    expect(draw({ ...menu, form: form('snooze') })).toMatchObject([
      {
        card: {
          body: [
            { id: 'snooze.until', value: '1h' },
            { type: 'Input.Date', id: 'snooze.at.date' },
            { type: 'Input.Time', id: 'snooze.at.time' },
            {},
          ],
        },
      },
    ]);
  });
});

describe('a tucked button', () => {
  it('is behind the three dots however few there are', () => {
    const drawn = draw(button('claim'), { kind: 'button', id: 'why', label: 'Why?', tucked: true, value: DELIVERY });
    expect(drawn.map(({ mode }) => mode)).toEqual([undefined, 'secondary']);
  });
});

describe('Release and Decline', () => {
  it.each([
    ['release' as const, RELEASE_REASONS],
    ['decline' as const, DECLINE_REASONS],
  ])('%s asks for one of its reasons and takes a note of up to 500 characters', (id, reasons) => {
    expect(draw({ ...button(id), form: form(id) })).toMatchObject([
      {
        type: 'Action.ShowCard',
        card: {
          body: [
            {
              id: `${id}.reason`,
              isRequired: true,
              choices: reasons.map(({ label, value }) => ({ title: label, value })),
            },
            { type: 'Input.Text', id: `${id}.note`, isMultiline: true, maxLength: 500 },
            { actions: [{ verb: id, data: { action: id, delivery: DELIVERY }, associatedInputs: 'auto' }] },
          ],
        },
      },
    ]);
  });
});

describe('a set of actions', () => {
  it('is none at all for a card without actions', () => {
    expect(renderActions([], ROOM)).toEqual([]);
  });

  it('leaves out what could not come back unharmed: an id twice, no value, an endless one, a menu without options', () => {
    const empty: CardAction = { kind: 'select', id: 'stage', placeholder: 'Stage…', options: [], value: DELIVERY };
    const drawn = draw(
      button('claim'),
      button('claim', 'other'),
      button('why', ''),
      button('accept', 'v'.repeat(65)),
      empty,
    );
    expect(drawn).toMatchObject([{ verb: 'claim', data: { delivery: DELIVERY } }]);
  });

  it('shows six buttons and puts the rest behind the three dots', () => {
    const modes = draw(...CARD_ACTIONS.map((id) => button(id))).map((action) => action.mode);
    expect(modes.slice(0, 6)).toEqual(Array(6).fill(undefined));
    expect(modes.slice(6)).toEqual(Array(CARD_ACTIONS.length - 6).fill('secondary'));
  });
});
