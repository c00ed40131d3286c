/** What an empty conversation says: what will be here, and what to do to get it. */
import type { PageConversation, PagePerson } from '../page-model.ts';

interface EmptyProps {
  conversation: PageConversation;
  me: PagePerson;
  sendLead(): void;
}

export function EmptyConversation({ conversation, me, sendLead }: EmptyProps) {
  if (conversation.kind === 'im') {
    return (
      <div className="empty">
        <h3>Nothing here yet, {me.name.split(' ')[0]}</h3>
        <p>When you claim a lead, all its details land here, with buttons to work on it. Claim one in a channel.</p>
      </div>
    );
  }
  return (
    <div className="empty">
      <h3>No leads in #{conversation.name} yet</h3>
      <p>Send one and watch where the rules put it. Or start the stream of demo leads and see the channels fill.</p>
      <button type="button" className="button primary" onClick={sendLead}>
        Send a lead
      </button>
    </div>
  );
}
