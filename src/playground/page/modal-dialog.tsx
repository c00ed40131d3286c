/** A modal that the app has opened, with what is filled in kept until it is sent. */
import { type FormEvent, useMemo, useState } from 'react';
import type { FormValues } from '../element-values.ts';
import type { PageModal } from '../page-model.ts';
import { react } from './api.ts';
import { Blocks } from './blocks.tsx';
import { Dialog } from './dialog.tsx';
import { type Surface, SurfaceContext } from './surface.ts';
import { Warning } from './warning.tsx';

interface ModalProps {
  modal: PageModal;
  user: string;
}

export function ModalDialog({ modal, user }: ModalProps) {
  const [values, setValues] = useState<FormValues>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const surface = useMemo(() => modalSurface({ modal, user }, values, setValues), [modal, user, values]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const reaction = await react('submit', { user, modal: modal.id, values });
    setBusy(false);
    // Problems of single fields stand beside them.
    if (!reaction.ok && reaction.error !== 'invalid_fields') setProblem(reaction.message);
  };
  const close = () => void react('close', { user, modal: modal.id });

  return (
    <Dialog title={modal.content.title.text} onClose={close} testId="modal">
      <form noValidate onSubmit={(event) => void submit(event)}>
        <SurfaceContext value={surface}>
          <div className="content">
            <Blocks blocks={modal.content.blocks} />
          </div>
        </SurfaceContext>
        <Warning text={problem} />
        <Buttons modal={modal} busy={busy} close={close} />
      </form>
    </Dialog>
  );
}

function Buttons({ modal, busy, close }: { modal: PageModal; busy: boolean; close(): void }) {
  const { content, isPushed } = modal;
  return (
    <div className="dialog-buttons">
      <button type="button" className="button" data-testid="modal-close" onClick={close}>
        {content.close?.text ?? (isPushed ? 'Back' : 'Close')}
      </button>
      {content.submit && (
        <button type="submit" className="button primary" disabled={busy} aria-busy={busy} data-testid="modal-submit">
          {busy && <span className="spinner" aria-hidden />}
          {content.submit.text}
        </button>
      )}
    </div>
  );
}

/** Keeps what is filled in; only what the app wants to hear of at once is sent before the submission. */
function modalSurface(
  { modal, user }: ModalProps,
  values: FormValues,
  setValues: (next: (before: FormValues) => FormValues) => void,
): Surface {
  return {
    value: (blockId, actionId) => values[blockId]?.[actionId],
    change: (blockId, actionId, chosen) =>
      setValues((before) => ({ ...before, [blockId]: { ...before[blockId], [actionId]: chosen } })),
    act: (blockId, actionId, chosen) => {
      const at = { modal: modal.id, values };
      return react('click', { user, at, actionId, blockId, ...(chosen === undefined ? {} : { chosen }) });
    },
    error: (blockId) => modal.errors[blockId],
  };
}
