/** @returns what the text says as JSON; `undefined` when it is none */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
