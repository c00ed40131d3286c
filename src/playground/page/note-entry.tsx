/** A note that only one person sees, until they dismiss it. */
import { memo, useMemo } from 'react';
import type { PageNote } from '../page-model.ts';
import { post } from './api.ts';
import { Avatar } from './avatar.tsx';
import { Content, useLiveSurface } from './message-entry.tsx';
import { SurfaceContext } from './surface.ts';

export const NoteEntry = memo(function NoteEntry({ me, note }: { me: string; note: PageNote }) {
  const place = useMemo(() => ({ note: note.ts }), [note.ts]);
  const surface = useLiveSurface(me, place);
  return (
    <li className="message note" data-testid="note" data-ts={note.ts}>
      <Avatar name={note.from === 'app' ? 'Dibs' : 'Workspace'} isApp={note.from === 'app'} />
      <div className="message-body">
        <p className="message-head">
          <span className="private">👁 Only visible to you</span>
          <button
            type="button"
            className="link"
            data-testid="dismiss-note"
            onClick={() => void post('dismiss', { note: note.ts }).catch(() => {})}
          >
            Dismiss
          </button>
        </p>
        <SurfaceContext value={surface}>
          <Content text={note.text} blocks={note.blocks} />
        </SurfaceContext>
      </div>
    </li>
  );
});
