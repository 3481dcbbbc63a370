import type { OperationStats, SandboxStats, Stats } from '@stuntdouble/engine';
import { columns } from './columns.ts';
import { inUnits } from './in-units.ts';

/** The statistics for a person: a table of sandboxes, then for each that was asked its operations and what went wrong there. */
export function statsLines({ sandboxes }: Stats): string[] {
  const asked = sandboxes.filter(({ requests }) => requests > 0);
  return [
    columns([['SANDBOX', ...TRAFFIC, 'FIRST SUCCESS'], ...sandboxes.map(sandboxRow)]),
    ...asked.map(operationTable),
  ];
}

const TRAFFIC = ['REQUESTS', 'SUCCESS', 'P50', 'P99'];

const sandboxRow = (one: SandboxStats): string[] => [
  one.sandbox,
  ...traffic(one),
  one.firstSuccess === null ? 'not yet' : `after ${inUnits(one.firstSuccess.afterMs)}`,
];

const operationTable = ({ sandbox, operations }: SandboxStats): string =>
  `\n${columns([
    [sandbox, ...TRAFFIC, 'STUCK AT'],
    ...operations.map((operation) => [`  ${operation.operation}`, ...traffic(operation), stuckAt(operation)]),
  ])}`;

const traffic = ({
  requests,
  successRate,
  p50Ms,
  p99Ms,
}: Pick<SandboxStats, 'requests' | 'successRate' | 'p50Ms' | 'p99Ms'>): string[] => [
  String(requests),
  successRate === null ? '-' : `${(successRate * 100).toFixed(1)}%`,
  duration(p50Ms),
  duration(p99Ms),
];

function duration(ms: number | null): string {
  if (ms === null) return '-';
  return ms < 1000 ? `${ms}ms` : inUnits(ms);
}

const MOST_SHOWN = 3;

/** The violations say more than the refusal that they make. */
function stuckAt({ refusals, violations }: OperationStats): string {
  const others = refusals.filter(({ cause }) => violations.length === 0 || cause !== 'request_invalid');
  return [
    ...violations.map(({ what, count }) => `${what.trim()} (${count})`),
    ...others.map(({ cause, count }) => `${cause} (${count})`),
  ]
    .slice(0, MOST_SHOWN)
    .join(', ');
}
