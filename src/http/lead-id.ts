const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether an address can name a lead at all. */
export function isLeadId(text: string): boolean {
  return UUID.test(text);
}
