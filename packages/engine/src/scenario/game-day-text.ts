import { printDuration } from '../time/duration.ts';
import { type GameDayReport, type PhaseReport, percent, type Traffic } from './game-day.ts';

/** The report of a game day for a terminal. */
export function gameDayText(report: GameDayReport): string {
  const widest = Math.max(...report.phases.map(({ name }) => name.length), 'phase'.length);
  const header = `${'phase'.padEnd(widest)}  ${'time'.padStart(8)}  ${'requests'.padStart(8)}  ${'success'.padStart(7)}  ${'p50'.padStart(8)}  ${'p99'.padStart(8)}  ${'retries'.padStart(7)}  faults`;
  return [
    `${report.scenario} on ${report.sandbox}: ${report.state} after ${printDuration(report.to - report.from)}`,
    report.description,
    '',
    header,
    ...report.phases.map((phase) => line(phase.name, widest, phase)),
    line('all', widest, report),
    '',
    ...report.clients,
  ].join('\n');
}

function line(name: string, width: number, { from, to, traffic, firings }: Omit<PhaseReport, 'name'>): string {
  const cells = [
    printDuration(Math.round(to - from)).padStart(8),
    String(traffic.requests).padStart(8),
    successOf(traffic).padStart(7),
    milliseconds(traffic.p50Ms).padStart(8),
    milliseconds(traffic.p99Ms).padStart(8),
    String(traffic.retries).padStart(7),
    firingsOf(firings),
  ];
  return `${name.padEnd(width)}  ${cells.join('  ')}`;
}

export const successOf = ({ successRate }: Traffic): string => (successRate === undefined ? '-' : percent(successRate));

export const milliseconds = (value: number | undefined): string =>
  value === undefined ? '-' : `${Math.round(value)} ms`;

export const firingsOf = (firings: Readonly<Record<string, number>>): string =>
  Object.entries(firings)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ') || '-';
