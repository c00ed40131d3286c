/** One message, with what can be clicked on it. */
import { memo, useMemo, useState } from 'react';
import type { Chosen } from '../element-values.ts';
import type { PageMessage, PagePerson } from '../page-model.ts';
import { type ClickPlace, react } from './api.ts';
import { Avatar } from './avatar.tsx';
import { Blocks } from './blocks.tsx';
import { readMrkdwn } from './mrkdwn.ts';
import { RichText } from './rich-text.tsx';
import { type Surface, SurfaceContext } from './surface.ts';

interface MessageProps {
  me: string;
  channel: string;
  message: PageMessage;
  author: PagePerson | undefined;
}

export const MessageEntry = memo(function MessageEntry({ me, channel, message, author }: MessageProps) {
  const place = useMemo(() => ({ channel, ts: message.ts }), [channel, message.ts]);
  const surface = useLiveSurface(me, place);
  const at = new Date(Number.parseFloat(message.ts) * 1000);
  return (
    <li className={message.threadTs ? 'message reply' : 'message'} data-testid={`message-${message.ts}`}>
      <Avatar name={author?.name ?? '?'} isApp={author?.isBot === true} />
      <div className="message-body">
        <p className="message-head">
          <strong>{author?.name ?? 'Somebody who left'}</strong>
          {author?.isBot && <span className="tag">App</span>}
          <time dateTime={at.toISOString()} title={at.toLocaleString()}>
            {at.toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' })}
          </time>
          {message.editedTs && <span className="edited">(edited)</span>}
        </p>
        <SurfaceContext value={surface}>
          <Content text={message.text} blocks={message.blocks} />
        </SurfaceContext>
      </div>
    </li>
  );
});

/** Blocks where there are some, else the text. */
export function Content({ text, blocks }: Pick<PageMessage, 'text' | 'blocks'>) {
  return (
    <div className="content">
      {blocks.length > 0 ? <Blocks blocks={blocks} /> : <RichText elements={readMrkdwn(text)} />}
    </div>
  );
}

/** A surface on which everything chosen is sent at once; what was chosen stays visible until the app changes the message. */
export function useLiveSurface(user: string, at: ClickPlace): Surface {
  const [values, setValues] = useState<Record<string, Chosen>>({});
  return useMemo(
    () => ({
      value: (blockId, actionId) => values[`${blockId}/${actionId}`],
      change: (blockId, actionId, chosen) => setValues((before) => ({ ...before, [`${blockId}/${actionId}`]: chosen })),
      act: (blockId, actionId, chosen) =>
        react('click', { user, at, actionId, blockId, ...(chosen === undefined ? {} : { chosen }) }),
      error: () => undefined,
    }),
    [user, at, values],
  );
}
