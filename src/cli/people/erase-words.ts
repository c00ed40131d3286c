/** What the person at the terminal reads of an erasure. Nothing of the person who is erased. */
import type { ErasureDone, ListedLead, SearchedTable } from './erase-answers.ts';

/** Leads that are listed; of more, how many there are. */
const LISTED = 20;

export function foundText({ leads, alike, remote }: ErasureDone): string {
  if (leads.length === 0) return `Dibs has no leads of this person.\n${alikeText(alike)}`;
  return `${count(leads.length, 'lead')} of this person:\n${leadTable(leads)}${alikeText(alike)}${remoteText(remote)}`;
}

export function erasedText({ erased, remote, since }: ErasureDone): string {
  const rows = Object.entries(erased ?? {}).filter(([, number]) => number > 0);
  const went = rows.map(([name, number]) => count(number, WHAT[name] ?? name)).join(', ');
  const cards = 'Cards in chat say so within a minute, or as soon as the chat answers again.\n';
  return `${went ? `Removed: ${went}.\n${cards}` : 'There was nothing to remove.\n'}${remoteText(remote)}${sinceText(since)}`;
}

const WHAT: Record<string, string> = {
  leads: 'lead',
  events: 'event',
  intakeKeys: 'key of repeats',
  personKeys: 'key of persons',
  handOvers: 'hand-over',
  jobs: 'job',
  notices: 'notice in chat',
};

/** One line for each table, as it is done. */
export function tableLine({ table, rows, left, elsewhere, leads }: SearchedTable): string {
  const others =
    elsewhere > 0
      ? `  and ${elsewhere.toLocaleString('en')} elsewhere${leads.length > 0 ? `: ${leads.join(', ')}` : ''}`
      : '';
  return `  ${table.padEnd(36)} ${rows.toLocaleString('en').padStart(12)} rows ${left.toLocaleString('en').padStart(6)} left${others}\n`;
}

/** @param elsewhere rows of leads that are not erased, of the routing file and of its reps */
export function proofText(tables: number, left: number, elsewhere: number): string {
  const verdict =
    left === 0
      ? `Nothing is left: 0 rows in ${count(tables, 'table')}.\n`
      : `${count(left, 'row')} with a value of the person ${left === 1 ? 'is' : 'are'} left. Please report this as a bug, with the names of the tables.\n`;
  if (elsewhere === 0) return verdict;
  return `${verdict}Elsewhere are leads that are not this person's by their address (a namesake, a colleague with the same number, a lead that came in since), and your own routing file and reps. Look at those leads; erase by its id what is this person's after all.\n`;
}

function leadTable(leads: readonly ListedLead[]): string {
  const rows = leads
    .slice(0, LISTED)
    .map(({ id, status, pool, owner, receivedAt }) => [id, status, pool ?? '–', owner ?? '–', receivedAt.slice(0, 10)]);
  const lines = [['lead', 'status', 'pool', 'owner', 'came in'], ...rows];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const text = lines.map(
    (line) =>
      `  ${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
  );
  const more = leads.length - LISTED;
  return text.join('') + (more > 0 ? `  and ${more.toLocaleString('en')} more\n` : '');
}

function alikeText(alike: readonly ListedLead[]): string {
  if (alike.length === 0) return '';
  return `${count(alike.length, 'lead')} with the same telephone number under another address ${alike.length === 1 ? 'is' : 'are'} left alone. If that is this person too, erase by that address or by the lead's id:\n${leadTable(alike)}`;
}

function remoteText(remote: ErasureDone['remote']): string {
  if (remote.length === 0) return '';
  const lines = remote.map(
    ({ target, remoteId, leadId }) => `  ${target}: ${remoteId ?? 'perhaps a record'} (lead ${leadId})\n`,
  );
  return `Records in other systems, which only you can remove there:\n${lines.join('')}`;
}

function sinceText(since: readonly ListedLead[]): string {
  if (since.length === 0) return '';
  return `This person has written again meanwhile; that is new and stays. Run the command again if it is to go too:\n${leadTable(since)}`;
}

function count(amount: number, thing: string): string {
  // `key of repeats` becomes `keys of repeats`.
  return `${amount.toLocaleString('en')} ${amount === 1 ? thing : thing.replace(/^[\w-]+/, '$&s')}`;
}
