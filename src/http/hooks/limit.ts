/** Lets only so many things happen at a time; the others wait their turn. */

/** @returns runs a task once there is room for it */
export function createLimit(most: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      // The place goes straight to the next one, so that nobody who comes now takes it.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
