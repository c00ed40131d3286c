/** The whole page: people and channels on the left, the open conversation in the middle, a panel that sends leads on the right. */
import { useEffect, useMemo, useState } from 'react';
import type { PageConversation, PageEvents, PagePerson } from '../page-model.ts';
import { Bar } from './bar.tsx';
import { Conversation } from './conversation.tsx';
import { LeadPanel } from './lead-panel.tsx';
import { ModalDialog } from './modal-dialog.tsx';
import { type Names, NamesContext } from './rich-text.tsx';
import { Sidebar } from './sidebar.tsx';
import { AheadContext } from './time-control.tsx';
import { type Address, useAddress } from './use-address.ts';
import { type Knowledge, type Subscribe, useWorkspace } from './use-workspace.ts';

export function App() {
  const [address, go] = useAddress();
  const workspace = useWorkspace(address.as);
  useTitle(workspace.sidebar);
  const { people } = workspace;
  const me = people?.people.find((person) => person.id === people.me);
  if (!people || !me) {
    return <p className="loading">{workspace.connected ? 'Nobody is here.' : 'Connecting to the playground…'}</p>;
  }
  return <Page address={address} go={go} workspace={workspace} people={people} me={me} />;
}

interface PageProps {
  address: Address;
  go(change: Partial<Address>): void;
  workspace: Knowledge & { subscribe: Subscribe };
  people: PageEvents['people'];
  me: PagePerson;
}

function Page({ address, go, workspace, people, me }: PageProps) {
  const [menuOpen, setMenuOpen] = useState(false);
  const [panelOpen, setPanelOpen] = useState(false);
  const open = findOpen(workspace.sidebar, address.channel);
  const choose = (conversation: PageConversation) => {
    go({ channel: addressOf(conversation) });
    setMenuOpen(false);
  };
  return (
    <AheadContext value={workspace.aheadMs ?? 0}>
      <NamesContext value={useNames(people, workspace.sidebar)}>
        <p className="notice" role="note">
          <strong>Playground.</strong> This is not Slack: no account, no network. Everything stays on this machine.
        </p>
        <div className="page">
          <Bar
            people={people.people}
            me={me}
            chooseMe={(person) => go({ as: person.username })}
            menuOpen={menuOpen}
            toggleMenu={() => setMenuOpen(!menuOpen)}
            panelOpen={panelOpen}
            togglePanel={() => setPanelOpen(!panelOpen)}
            aheadMs={workspace.aheadMs}
          />
          <Sidebar isOpen={menuOpen} conversations={workspace.sidebar} current={open?.id ?? ''} choose={choose} />
          <Main open={open} workspace={workspace} people={people} me={me} sendLead={() => setPanelOpen(true)} />
          {panelOpen && <LeadPanel stream={workspace.stream} forms={people.forms} close={() => setPanelOpen(false)} />}
        </div>
        {workspace.modal && <ModalDialog key={workspace.modal.id} modal={workspace.modal} user={me.id} />}
      </NamesContext>
    </AheadContext>
  );
}

interface MainProps extends Pick<PageProps, 'workspace' | 'people' | 'me'> {
  open: PageConversation | undefined;
  sendLead(): void;
}

function Main({ open, workspace, people, me, sendLead }: MainProps) {
  return (
    <main>
      {!workspace.connected && (
        <p className="offline" role="status">
          The playground does not answer. This page goes on when it is back.
        </p>
      )}
      {open ? (
        <Conversation
          key={`${me.id}/${open.id}`}
          me={me}
          conversation={open}
          people={people.people}
          commands={people.commands}
          notes={workspace.notes.filter((note) => note.channel === open.id)}
          subscribe={workspace.subscribe}
          sendLead={sendLead}
        />
      ) : (
        <p className="loading">There is no channel here. Name one in the routing file and start again.</p>
      )}
    </main>
  );
}

function addressOf(conversation: PageConversation): string {
  return conversation.kind === 'channel' ? conversation.name : conversation.id;
}

function findOpen(conversations: readonly PageConversation[], wanted: string): PageConversation | undefined {
  const found = conversations.find((one) => one.id === wanted || (one.kind === 'channel' && one.name === wanted));
  return found ?? conversations[0];
}

function useNames(people: PageEvents['people'], sidebar: readonly PageConversation[]): Names {
  return useMemo(
    () => ({
      users: people.people.map(({ id, name }) => ({ id, name })),
      channels: sidebar.filter((one) => one.kind === 'channel').map(({ id, name }) => ({ id, name })),
    }),
    [people, sidebar],
  );
}

/** How many unread messages there are, in the tab's title. */
function useTitle(conversations: readonly PageConversation[]): void {
  const unread = conversations.reduce((sum, conversation) => sum + conversation.unread, 0);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Dibs playground` : 'Dibs playground';
  }, [unread]);
}
