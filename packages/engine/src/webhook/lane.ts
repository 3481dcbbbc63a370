/** The way to one subscription: what is sent there is sent one after the other, in the order in which it came. Never rejects. */
export interface Lane {
  /** `task` never rejects. */
  run(task: () => Promise<void>): Promise<void>;
  /** Runs the task once a further one was let in, and behind it; the result lets it in without one. */
  runAfterNext(task: () => Promise<void>): () => void;
}

export function createLane(): Lane {
  let tail: Promise<void> = Promise.resolve();
  let held: (() => void)[] = [];
  const enter = (task: () => Promise<void>): Promise<void> => {
    tail = tail.then(task);
    return tail;
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
        void enter(task);
      };
      held.push(release);
      return release;
    },
  };
}
