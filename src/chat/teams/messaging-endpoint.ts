/** Where Teams sends its requests: the messaging endpoint that the Azure Bot is told. */
import { publicAddressProblem } from '../public-address.ts';

export const MESSAGES_PATH = '/api/messages';

/** @param address as in `PUBLIC_URL` */
export function messagingEndpoint(address: string): string {
  return `${address.replace(/\/+$/, '')}${MESSAGES_PATH}`;
}

/** Why Teams could not send requests to this address, in a sentence that says what would be right; `null` when it could. */
export function addressProblem(address: string): string | null {
  return publicAddressProblem(address, { platform: 'Teams', path: MESSAGES_PATH });
}
