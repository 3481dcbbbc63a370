import type { RunStatus } from '@stuntdouble/engine';
import type { ScenarioListing } from '../control/answers.ts';
import { columns } from './columns.ts';
import { inUnits } from './in-units.ts';
import { timeOfDay } from './time-of-day.ts';

/** One run in a line: `run-1 brownout on default: running, phase slow (1 of 3), ends in 2m`. */
export function runLine(run: RunStatus): string {
  const { id, scenario, sandbox, state } = run;
  return `${id} ${scenario} on ${sandbox}: ${state}, phase ${placeOf(run)}${endOf(run, ', ends in ')}`;
}

/** A phase that begins, or the end, as it happens. */
export function phaseLine(run: RunStatus, now: Date): string {
  const { scenario, state } = run;
  const time = timeOfDay(now);
  if (state === 'finished' || state === 'stopped') return `${time}  ${scenario} ${state}`;
  return `${time}  ${scenario}: ${placeOf(run)}${endOf(run, ', for ')}`;
}

export function runTable(runs: readonly RunStatus[]): string {
  const rows = runs.map((run) => [
    run.id,
    run.scenario,
    run.state,
    placeOf(run),
    endOf(run, '') || '-',
    String(run.rounds),
  ]);
  return columns([['id', 'scenario', 'state', 'phase', 'ends in', 'rounds'], ...rows]);
}

/** Each scenario with its description and its phases. */
export function scenarioLines(scenarios: ScenarioListing['scenarios']): string {
  return scenarios
    .map(({ name, description, phases }) => {
      const parts = phases.map((phase) => `${phase.name} ${phase.for ?? `${phase.requests} requests`}`);
      return [name, ...(description ? [`  ${description}`] : []), `  ${parts.join(', ')}`].join('\n');
    })
    .join('\n\n');
}

const placeOf = ({ phase, phaseIndex, phases }: RunStatus): string => `${phase} (${phaseIndex + 1} of ${phases})`;

const endOf = ({ phaseEndsIn }: RunStatus, before: string): string =>
  phaseEndsIn === undefined ? '' : before + inUnits(phaseEndsIn);
