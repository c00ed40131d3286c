/** People, and eight ways in which the same person writes who they are. */
import type { LeadInput } from '../../src/domain/lead-input.ts';

export const SPELLINGS = 8;

/** Somebody of their own for each number: no two share an address or a telephone number. */
export function person(index: number) {
  const digits = String(index).padStart(6, '0');
  return { local: `ana.ruiz${digits}`, phone: `+34911${digits}`, name: `Ana Ruiz ${digits}` };
}

/**
 * The same person, written in one of eight ways; each shares the address or the telephone number with the first.
 * @param spelling 0 to 7
 */
export function spelled(index: number, spelling: number): LeadInput {
  const { local, phone, name } = person(index);
  const number = phone.slice(3);
  const ways: LeadInput[] = [
    { name, email: `${local}@gmail.com`, phone },
    { name, email: `${local.toUpperCase()}@GMAIL.COM`, phone },
    { name, email: `${local.replaceAll('.', '')}+spring@gmail.com` },
    { name, email: `${name} <${local}@googlemail.com>` },
    {
      name: name.toUpperCase(),
      phone: `0034 ${number.slice(0, 3)} ${number.slice(3, 5)} ${number.slice(5, 7)} ${number.slice(7)}`,
    },
    { name, phone: `(${number.slice(0, 3)}) ${number.slice(3)}`, country: 'Spain' },
    { phone: `tel:${phone}`, email: `mailto:${local}@Gmail.com` },
    { name, email: ` a.${local.slice(1)}@gmail.com `, phone: `+34-${number.slice(0, 3)}-${number.slice(3)}` },
  ];
  return ways[spelling % SPELLINGS] ?? {};
}
