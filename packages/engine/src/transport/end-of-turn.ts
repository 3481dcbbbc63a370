/**
 * Collects what is to be done and does it at the end of this turn of the event loop, in the order it came. Answers that leave
 * one after another cost their system calls a third less than answers between which a request is read and handled: the other
 * end stays awake, and so do caches (docs/adr/024-answers-leave-together.md). Never waits for a further turn.
 * `afterAll`: what has time until then, such as records of those answers.
 */
export function endOfTurn<Item>(act: (item: Item) => void, afterAll?: () => void): (item: Item) => void {
  let collected: Item[] = [];
  const actOnAll = (): void => {
    const items = collected;
    collected = [];
    for (const item of items) act(item);
    afterAll?.();
  };
  return (item) => {
    if (collected.length === 0) setImmediate(actOnAll);
    collected.push(item);
  };
}
