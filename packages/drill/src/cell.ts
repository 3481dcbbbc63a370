import type { Mode } from './mode.ts';

/** One operation in one failure mode: what a drill runs the command for. */
export interface Cell {
  /** `createIntake.reset-body`. */
  readonly id: string;
  readonly operation: string;
  readonly mode: Mode;
}

export const cellOf = (operation: string, mode: Mode): Cell => ({ id: `${operation}.${mode.id}`, operation, mode });
