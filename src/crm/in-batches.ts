/** Calls that take many records at once, and say of each by itself what came of it, or of all together that one of them is wrong. */
import { HandOverError } from '../domain/hand-over/failure.ts';

/** What came of each: the other side's id for it, or why there is none. */
export type Written = Map<string, string | HandOverError>;

export interface Writing<Input extends { leadId: string }> {
  /** At most so many at once. */
  size: number;
  /** @returns what is known of each; whoever is left out is asked for alone. @throws HandOverError about all of them */
  write(inputs: readonly Input[]): Promise<Written>;
  /** Of one that was asked for alone and got no answer of its own. */
  missing(input: Input): HandOverError;
  /** Aborted: what is not begun by then is left out of the result. */
  over: AbortSignal;
}

/** Where a whole batch is refused because of one record, it is halved until that one stands alone. */
export async function inBatches<Input extends { leadId: string }>(
  inputs: readonly Input[],
  writing: Writing<Input>,
): Promise<Written> {
  const written: Written = new Map();
  for (let from = 0; from < inputs.length; from += writing.size) {
    await writeSome(inputs.slice(from, from + writing.size), writing, written);
    if (failsForAll(written)) break;
  }
  return written;
}

async function writeSome<Input extends { leadId: string }>(
  inputs: readonly Input[],
  writing: Writing<Input>,
  written: Written,
): Promise<void> {
  const [only] = inputs;
  if (!only || writing.over.aborted) return;
  const answers = await writing.write(inputs).catch(asHandOverError);
  if (answers instanceof HandOverError) return refusedTogether(answers, inputs, writing, written);
  const open = inputs.filter((input) => !settle(input, answers, written));
  if (inputs.length === 1) {
    if (open.length === 1) written.set(only.leadId, writing.missing(only));
    return;
  }
  for (const input of open) {
    if (failsForAll(written)) return;
    await writeSome([input], writing, written);
  }
}

async function refusedTogether<Input extends { leadId: string }>(
  error: HandOverError,
  inputs: readonly Input[],
  writing: Writing<Input>,
  written: Written,
): Promise<void> {
  if (error.scope === 'target' || inputs.length === 1) {
    for (const { leadId } of inputs) written.set(leadId, error);
    return;
  }
  const middle = Math.ceil(inputs.length / 2);
  await writeSome(inputs.slice(0, middle), writing, written);
  if (!failsForAll(written)) await writeSome(inputs.slice(middle), writing, written);
}

function settle({ leadId }: { leadId: string }, answers: Written, written: Written): boolean {
  const answer = answers.get(leadId);
  if (answer === undefined) return false;
  written.set(leadId, answer);
  return true;
}

function failsForAll(written: Written): boolean {
  return [...written.values()].some((one) => one instanceof HandOverError && one.scope === 'target');
}

function asHandOverError(error: unknown): HandOverError {
  if (error instanceof HandOverError) return error;
  throw error;
}
