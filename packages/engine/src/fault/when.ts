/** When a rule that matches fires: counts, times and chance. Never keeps a count or reads a clock by itself. */
export interface CompiledWhen {
  readonly probability: number;
  readonly after: number;
  readonly every: number;
  readonly times: number;
  readonly maxActive: number;
  /** Milliseconds. */
  readonly schedule: { readonly start: number; readonly for: number } | undefined;
  readonly flap: { readonly up: number; readonly down: number } | undefined;
  readonly ramp: { readonly from: number; readonly to: number; readonly over: number } | undefined;
}

/** The counts of one rule in one sandbox, the match in question included. */
export interface Counts {
  readonly matched: number;
  readonly fired: number;
  /** Held, delayed or being delivered now. */
  readonly active: number;
}

/** Why the rule does not fire, in a few words; undefined where it does. `draw` is in [0, 1), of a stream of its own per match. */
export function restOf(when: CompiledWhen, counts: Counts, elapsed: number, draw: number): string | undefined {
  const resting = restInTime(when, elapsed);
  if (resting !== undefined) return resting;
  if (counts.matched <= when.after) return `after ${when.after}`;
  if ((counts.matched - when.after) % when.every !== 0) return `every ${when.every}`;
  if (counts.fired >= when.times) return `fired ${when.times} times`;
  if (counts.active >= when.maxActive) return `${when.maxActive} active`;
  return draw < probabilityAt(when, elapsed) ? undefined : 'probability';
}

/** The part that knows no request: what listeners go by. */
export function restInTime({ schedule, flap }: CompiledWhen, elapsed: number): string | undefined {
  if (schedule !== undefined && elapsed < schedule.start) return 'before its schedule';
  if (schedule !== undefined && elapsed >= schedule.start + schedule.for) return 'after its schedule';
  return flap !== undefined && elapsed % (flap.up + flap.down) < flap.up ? 'flapped up' : undefined;
}

/** Milliseconds from the start of the rule at which `restInTime` may next change; undefined where it never does. */
export function nextTurn({ schedule, flap }: CompiledWhen, elapsed: number): number | undefined {
  const turns = schedule === undefined ? [] : [schedule.start, schedule.start + schedule.for];
  if (flap !== undefined) {
    const round = flap.up + flap.down;
    const begun = Math.floor(elapsed / round) * round;
    turns.push(begun + flap.up, begun + round);
  }
  const ahead = turns.filter((turn) => turn > elapsed);
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

function probabilityAt({ probability, ramp }: CompiledWhen, elapsed: number): number {
  if (ramp === undefined) return probability;
  const way = Math.min(1, Math.max(0, elapsed / ramp.over));
  return ramp.from + (ramp.to - ramp.from) * way;
}
