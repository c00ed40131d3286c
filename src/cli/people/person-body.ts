/** From what somebody types to what the API takes. */
import { readPerson } from '../../domain/erase/read-query.ts';
import { ImportStopped } from '../import/batch-client.ts';

/** @param who an e-mail address, a telephone number or the id of a lead. @throws ImportStopped when it is none of these */
export function personBody(who: string): object {
  const reading = readPerson(who);
  if (reading.ok) return reading.query;
  throw new ImportStopped(
    'Say who: an e-mail address, a telephone number with its country code (+34 911 234 567), or the id of a lead.',
  );
}
