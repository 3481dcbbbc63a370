import { type ApiDocument, type Engine, StuntError } from '@stuntdouble/engine';
import { DrillError } from '../errors.ts';
import type { Mode } from '../mode.ts';

/**
 * Judges rules as they will be put in force: `rules` for an operation, `afterwards` for the port. Puts none in force.
 * @throws DrillError DRILL_PLAN_INVALID
 */
export function judgeModes({ faults }: Pick<Engine, 'faults'>, modes: readonly Mode[], document: ApiDocument): void {
  const where = { operation: document.operations[0]?.id };
  for (const { id, rules, afterwards = [] } of modes)
    try {
      for (const rule of rules) faults.judge('*', { ...rule, where });
      for (const rule of afterwards) faults.judge('*', rule);
    } catch (error) {
      if (!(error instanceof StuntError)) throw error;
      const hint =
        'stunt fault kinds lists kinds and options; what acts on the port (refuse, idle-close) goes into afterwards.';
      throw new DrillError('DRILL_PLAN_INVALID', `modes.${id}: ${error.message}`, hint);
    }
}
