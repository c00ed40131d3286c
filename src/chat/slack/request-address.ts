/** Whether Slack could send its requests to an address. */
import { publicAddressProblem } from '../public-address.ts';

export const EVENTS_PATH = '/slack/events';

/**
 * Why Slack could not send requests there.
 * @param address of the server, e.g. `https://dibs.example`; a path before `/slack/events` is allowed
 * @returns a sentence that says what would be right, or `null` when the address will do
 */
export function addressProblem(address: string): string | null {
  return publicAddressProblem(address, { platform: 'Slack', path: EVENTS_PATH });
}
