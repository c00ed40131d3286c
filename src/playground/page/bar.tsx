/** The bar on top: who acts, and the way to send a lead. */
import type { PagePerson } from '../page-model.ts';
import { ActAs } from './act-as.tsx';
import { TimeControl } from './time-control.tsx';

interface BarProps {
  people: readonly PagePerson[];
  me: PagePerson;
  chooseMe(person: PagePerson): void;
  menuOpen: boolean;
  toggleMenu(): void;
  panelOpen: boolean;
  togglePanel(): void;
  /** `null` while the time is not known. */
  aheadMs: number | null;
}

export function Bar({ people, me, chooseMe, menuOpen, toggleMenu, panelOpen, togglePanel, aheadMs }: BarProps) {
  return (
    <header className="bar">
      <button type="button" className="icon menu" aria-label="Channels" aria-expanded={menuOpen} onClick={toggleMenu}>
        ☰
      </button>
      <h1>Dibs playground</h1>
      {aheadMs !== null && <TimeControl aheadMs={aheadMs} />}
      <ActAs people={people} me={me} choose={chooseMe} />
      <button
        type="button"
        className="button primary send-lead"
        data-testid="open-lead-form"
        aria-expanded={panelOpen}
        onClick={togglePanel}
      >
        Send a lead
      </button>
    </header>
  );
}
