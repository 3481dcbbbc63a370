import type { Scenario } from '@stuntdouble/engine';
import { ControlProblem } from '../control/control-problem.ts';

/**
 * A rule that the double refuses, in the place where a file has it: the double saw no file, and names the rule by its pointer.
 * Anything else stays as it is.
 */
export async function placedRefusal(error: unknown, scenario: string | Scenario): Promise<unknown> {
  if (!(error instanceof ControlProblem) || typeof scenario === 'string') return error;
  const [whole, phase, rule] = /^\/phases\/(\d+)\/rules\/(\d+): /.exec(error.message) ?? [];
  if (whole === undefined) return error;
  const { placeIn } = await import('@stuntdouble/engine');
  const place = placeIn(scenario, ['phases', Number(phase), 'rules', Number(rule)]);
  return new ControlProblem(error.code, `${place}: ${error.message.slice(whole.length)}`, error.hint);
}
