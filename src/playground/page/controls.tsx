/** The elements of Block Kit that a person clicks, chooses or fills in, as ordinary HTML controls. */
import { useContext, useId, useState } from 'react';
import type { ConfirmDialog, Option } from '../block-kit/composition.ts';
import type { InteractiveElement } from '../block-kit/elements.ts';
import { offeredOptions } from '../block-kit/find-elements.ts';
import type { Chosen } from '../element-values.ts';
import { Dialog } from './dialog.tsx';
import { NamesContext, Text } from './rich-text.tsx';
import { type Action, useAction } from './use-action.ts';
import { Warning } from './warning.tsx';

interface ControlProps {
  blockId: string;
  element: InteractiveElement;
  /** Whether choosing something tells the app at once. */
  live: boolean;
  /** Id of the label that names it, inside an input block. */
  labelledBy?: string | undefined;
}

/** One element, with the question it may ask first, and Slack's warning when the app fails. */
export function Control(props: ControlProps) {
  const { blockId, element, live } = props;
  const action = useAction(blockId, element);
  const [asked, setAsked] = useState<{ question: ConfirmDialog; chosen: Chosen | undefined } | null>(null);
  const question = 'confirm' in element ? element.confirm : undefined;

  const pick = (chosen?: Chosen) => {
    if (!live && chosen !== undefined) action.keep(chosen);
    else if (question) setAsked({ question, chosen });
    else void action.send(chosen);
  };

  return (
    <div className="control">
      <Element {...props} action={action} pick={pick} />
      <Warning text={action.problem} />
      {asked && (
        <Confirm
          question={asked.question}
          answer={(yes) => {
            setAsked(null);
            if (yes) void action.send(asked.chosen);
          }}
        />
      )}
    </div>
  );
}

interface ElementProps extends ControlProps {
  action: Action;
  pick(chosen?: Chosen): void;
}

function Element(props: ElementProps) {
  switch (props.element.type) {
    case 'button':
      return <Button {...props} />;
    case 'overflow':
    case 'static_select':
    case 'users_select':
    case 'channels_select':
      return <Select {...props} />;
    case 'radio_buttons':
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_users_select':
      return <Choices {...props} />;
    default:
      return <Field {...props} />;
  }
}

function Button({ element, action, pick }: ElementProps) {
  if (element.type !== 'button') return null;
  return (
    <button
      type="button"
      className={`button ${element.style ?? ''}`}
      disabled={action.busy}
      aria-busy={action.busy}
      aria-label={element.accessibility_label}
      data-testid={`action-${element.action_id}`}
      onClick={() => {
        if (element.url) window.open(element.url, '_blank', 'noopener');
        pick();
      }}
    >
      {action.busy && <span className="spinner" aria-hidden />}
      <Text text={element.text} />
    </button>
  );
}

function Select({ element, action, pick, labelledBy }: ElementProps) {
  const options = useOptions(element);
  const placeholder = 'placeholder' in element ? element.placeholder?.text : undefined;
  const prompt = element.type === 'overflow' ? '•••' : (placeholder ?? 'Choose…');
  const label = labelledBy
    ? { 'aria-labelledby': labelledBy }
    : { 'aria-label': element.type === 'overflow' ? 'More actions' : prompt };
  const value = element.type === 'overflow' ? '' : one(action.chosen);
  return (
    <select
      className="select"
      {...label}
      value={value}
      disabled={action.busy}
      data-testid={`action-${element.action_id}`}
      onChange={(event) => pick(event.target.value)}
    >
      <option value="" disabled hidden>
        {prompt}
      </option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text.text}
        </option>
      ))}
    </select>
  );
}

function Choices({ element, action, pick, labelledBy }: ElementProps) {
  const options = useOptions(element);
  const name = useId();
  const single = element.type === 'radio_buttons';
  const chosen = many(action.chosen);
  const toggle = (value: string) => {
    if (single) pick(value);
    else pick(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  };
  return (
    <fieldset className="choices" aria-labelledby={labelledBy} data-testid={`action-${element.action_id}`}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type={single ? 'radio' : 'checkbox'}
            name={name}
            value={option.value}
            checked={chosen.includes(option.value)}
            onChange={() => toggle(option.value)}
          />
          <span>
            <Text text={option.text} />
            {option.description && (
              <small>
                <Text text={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

const INPUT_TYPES: Partial<Record<InteractiveElement['type'], string>> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
  number_input: 'number',
  email_text_input: 'email',
  url_text_input: 'url',
};

function Field({ element, action, live, pick, labelledBy }: ElementProps) {
  const multiline = element.type === 'plain_text_input' && element.multiline === true;
  const placeholder = 'placeholder' in element ? element.placeholder?.text : undefined;
  const shared = {
    className: 'field',
    'aria-labelledby': labelledBy,
    'aria-label': labelledBy ? undefined : placeholder,
    placeholder,
    value: element.type === 'datetimepicker' ? localMinute(one(action.chosen)) : one(action.chosen),
    'data-testid': `action-${element.action_id}`,
  };
  const maxLength = element.type === 'plain_text_input' ? element.max_length : undefined;
  if (multiline)
    return (
      <textarea {...shared} maxLength={maxLength} rows={4} onChange={(event) => action.keep(event.target.value)} />
    );
  const isMoment = element.type === 'datetimepicker';
  const picker = isMoment || element.type === 'datepicker' || element.type === 'timepicker';
  const chosenIn = (value: string) => (isMoment ? unixSeconds(value) : value);
  return (
    <input
      {...shared}
      type={INPUT_TYPES[element.type] ?? 'text'}
      maxLength={maxLength}
      onChange={(event) => (picker ? pick(chosenIn(event.target.value)) : action.keep(event.target.value))}
      onKeyDown={(event) => {
        if (live && event.key === 'Enter') pick(event.currentTarget.value);
      }}
    />
  );
}

/** From Unix seconds to what a browser's field for a moment shows, on the reader's own clock; the browser converts back. */
function localMinute(seconds: string): string {
  if (seconds === '') return '';
  const at = new Date(Number(seconds) * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function unixSeconds(local: string): string {
  const at = Date.parse(local);
  return Number.isNaN(at) ? '' : String(Math.floor(at / 1000));
}

function Confirm({ question, answer }: { question: ConfirmDialog; answer(yes: boolean): void }) {
  return (
    <Dialog title={question.title?.text ?? 'Are you sure?'} onClose={() => answer(false)}>
      <Text text={question.text} />
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => answer(false)}>
          {question.deny?.text ?? 'Cancel'}
        </button>
        <button type="button" className={`button ${question.style ?? 'primary'}`} onClick={() => answer(true)}>
          {question.confirm?.text ?? 'Yes'}
        </button>
      </div>
    </Dialog>
  );
}

/** What an element offers; people and channels come from the workspace. */
function useOptions(element: InteractiveElement): Option[] {
  const names = useContext(NamesContext);
  if (element.type === 'users_select' || element.type === 'multi_users_select') return names.users.map(nameOption);
  if (element.type === 'channels_select') return names.channels.map(nameOption);
  return 'options' in element || 'option_groups' in element ? offeredOptions<Option>(element) : [];
}

function nameOption({ id, name }: { id: string; name: string }): Option {
  return { text: { type: 'plain_text', text: name, emoji: false }, value: id };
}

function one(chosen: Chosen | undefined): string {
  return many(chosen)[0] ?? '';
}

function many(chosen: Chosen | undefined): string[] {
  if (Array.isArray(chosen)) return chosen;
  return chosen ? [chosen] : [];
}
