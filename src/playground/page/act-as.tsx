/** Whose eyes the page looks through. */
import type { PagePerson } from '../page-model.ts';

interface ActAsProps {
  people: readonly PagePerson[];
  me: PagePerson;
  choose(person: PagePerson): void;
}

export function ActAs({ people, me, choose }: ActAsProps) {
  const away = me.presence === 'away';
  return (
    <label className="act-as">
      <span
        className={`presence ${me.presence}`}
        role="img"
        aria-label={away ? 'away' : 'active'}
        title={away ? 'Away' : 'Active'}
      />
      <span className="act-as-label">Act as</span>
      <select
        data-testid="act-as"
        value={me.id}
        onChange={(event) => {
          const chosen = people.find((person) => person.id === event.target.value);
          if (chosen) choose(chosen);
        }}
      >
        {people
          .filter((person) => person.canAct)
          .map((person) => (
            <option key={person.id} value={person.id}>
              {person.name} · {person.title}
              {person.presence === 'away' ? ' · away' : ''}
            </option>
          ))}
      </select>
    </label>
  );
}
