/** What one sandbox must answer: a plain map of its notes, its own count of the limit and of its fault, on its own clock. Knows nothing of the engine. */
export interface SandboxModel {
  readonly name: string;
  readonly notes: Map<string, Note>;
  readonly fault: { readonly operation: string; readonly code: number; readonly times: number; matched: number };
  /** Milliseconds by which each answer is late; 0 where it comes at once. */
  readonly latency: number;
  /** Milliseconds ahead of the engine's clock. */
  offset: number;
  readonly limit: { readonly most: number; window: number; used: number };
  /** Statuses in the order of the requests. */
  readonly statuses: number[];
}

export interface Note {
  readonly id: string;
  readonly text: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const WINDOW = 10_000;
/** How far the engine's clock moves between two rounds. */
export const STEP = 400;

export function sandboxModel(index: number): SandboxModel {
  const operation = ['listNotes', 'createNote', 'getNote', 'putNote'][index % 4] ?? '';
  return {
    // With dashes, which ids have not: whatever looks like a name in an answer is one.
    name: `s-${String(index).padStart(3, '0')}-x`,
    notes: new Map(),
    fault: { operation, code: 500 + (index % 100), times: 1 + (index % 5), matched: 0 },
    latency: index % 4 === 1 ? STEP * (1 + (index % 3)) : 0,
    offset: index * 86_400_977,
    limit: { most: 6 + 5 * (index % 4), window: 0, used: 0 },
    statuses: [],
  };
}

/** Whether the fault of the sandbox answers; counts the match. */
export function isFaulted({ fault }: SandboxModel, operation: string): boolean {
  if (operation !== fault.operation) return false;
  fault.matched++;
  return fault.matched <= fault.times;
}

/** Whether the limit refuses at that time of the sandbox's clock; counts the request otherwise. */
export function isLimited({ limit }: SandboxModel, now: number): boolean {
  const window = Math.floor(now / WINDOW);
  if (limit.window !== window) Object.assign(limit, { window, used: 0 });
  if (limit.used >= limit.most) return true;
  limit.used++;
  return false;
}

/** An engine that starts anew has the notes and the clock, and counts all else from the beginning. */
export function forgetUnstored(model: SandboxModel): void {
  model.fault.matched = 0;
  model.limit.used = 0;
  model.statuses.length = 0;
}
