/** The way to one subscription: what is sent there is sent one after the other, in the order in which it came. */
export interface Lane {
  /** As the task settles. */
  run(task: () => Promise<void>): Promise<void>;
  /** Runs the task once a further one was let in, and behind it; the result lets it in without one. */
  runAfterNext(task: () => Promise<void>): () => void;
}

export function createLane(): Lane {
  let tail: Promise<void> = Promise.resolve();
  let held: (() => void)[] = [];
  const enter = (task: () => Promise<void>): Promise<void> => {
    const done = tail.then(task);
    // What fails holds up nobody behind it.
    tail = done.catch(() => {});
    return done;
  };
  return {
    run(task) {
      const done = enter(task);
      const freed = held;
      held = [];
      for (const release of freed) release();
      return done;
    },
    runAfterNext(task) {
      let isIn = false;
      const release = (): void => {
        if (isIn) return;
        isIn = true;
        held = held.filter((other) => other !== release);
        enter(task).catch(() => {}); // Told to who waits for the task itself.
      };
      held.push(release);
      return release;
    },
  };
}
