/** Channels and direct conversations, with what is unread in each. */
import type { PageConversation } from '../page-model.ts';

interface SidebarProps {
  /** On a narrow screen: whether it lies over the conversation. */
  isOpen: boolean;
  conversations: readonly PageConversation[];
  current: string;
  choose(conversation: PageConversation): void;
}

export function Sidebar({ isOpen, conversations, current, choose }: SidebarProps) {
  const group = (kind: PageConversation['kind']) =>
    conversations
      .filter((conversation) => conversation.kind === kind)
      .map((conversation) => (
        <li key={conversation.id}>
          <Entry conversation={conversation} isCurrent={conversation.id === current} choose={choose} />
        </li>
      ));
  return (
    <nav className={isOpen ? 'sidebar open' : 'sidebar'} aria-label="Conversations">
      <h2>Channels</h2>
      <ul>{group('channel')}</ul>
      <h2>Direct messages</h2>
      <ul>{group('im')}</ul>
      <p className="sidebar-hint">
        To watch two reps race for a lead, open this page in a second tab and act as somebody else there.
      </p>
    </nav>
  );
}

interface EntryProps {
  conversation: PageConversation;
  isCurrent: boolean;
  choose(conversation: PageConversation): void;
}

function Entry({ conversation, isCurrent, choose }: EntryProps) {
  const { name, kind, unread, archived } = conversation;
  const testId = kind === 'channel' ? `channel-${name}` : 'direct-dibs';
  return (
    <button
      type="button"
      className={unread > 0 ? 'entry unread' : 'entry'}
      aria-current={isCurrent ? 'page' : undefined}
      data-testid={testId}
      onClick={() => choose(conversation)}
    >
      <span className="sign" aria-hidden>
        {kind === 'im' ? '●' : archived ? '🗄' : '#'}
      </span>
      <span className="name">{name}</span>
      {unread > 0 && (
        <span className="badge" data-testid={`unread-${kind === 'channel' ? name : 'dibs'}`}>
          {unread > 99 ? '99+' : unread}
          <span className="hidden"> unread</span>
        </span>
      )}
    </button>
  );
}
