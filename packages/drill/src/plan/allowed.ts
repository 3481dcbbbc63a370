import type { Cell } from '../cell.ts';
import { matchesCell } from '../matches-cell.ts';
import type { Verdict } from '../verdict.ts';
import type { Plan, Waiver } from './plan.ts';

/** Whether a plan lets a verdict pass in a cell, and by which waiver. `today` is a day: `2026-11-28`. */
export interface Allowance {
  readonly allowed: boolean;
  /** What lets it pass, or did until it expired. */
  readonly waiver: Waiver | undefined;
}

export function allowanceOf(plan: Plan, cell: Cell, verdict: Verdict, today: string): Allowance {
  if (allowedIn(plan, cell).includes(verdict)) return { allowed: true, waiver: undefined };
  const waivers = plan.waivers.filter(
    (waiver) => matchesCell(waiver.cell, cell) && (waiver.verdict === undefined || waiver.verdict === verdict),
  );
  const valid = waivers.find((waiver) => !isExpired(waiver, today));
  return { allowed: valid !== undefined, waiver: valid ?? waivers[0] };
}

export const isExpired = ({ expires }: Waiver, today: string): boolean => expires < today;

/** The narrowest of what the plan says: of the cell, of the operation, of the mode, of how long the failure lasts. */
function allowedIn({ allow, allowIn }: Plan, { id, operation, mode }: Cell): readonly Verdict[] {
  return (
    allowIn[id] ??
    allowIn[`${operation}.*`] ??
    allowIn[operation] ??
    allowIn[`*.${mode.id}`] ??
    allowIn[mode.id] ??
    allow[mode.lasts]
  );
}
