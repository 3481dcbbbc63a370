import type { CellReport, DrillReport } from './report.ts';

/** Takes JSON for the report of a drill; undefined where it is none. Looks at what comparisons need. */
export function reportIn(json: unknown): DrillReport | undefined {
  return isReport(json) ? json : undefined;
}

function isReport(json: unknown): json is DrillReport {
  if (!isRecord(json) || !isRecord(json.baseline) || !isRecord(json.summary)) return false;
  const { operations, fingerprint } = json.baseline;
  if (!Array.isArray(operations) || !operations.every((each) => isRecord(each) && typeof each.id === 'string'))
    return false;
  if (!isRecord(fingerprint) || !isRecord(fingerprint.operations)) return false;
  return Array.isArray(json.cells) && json.cells.every(isCell);
}

const isCell = (cell: unknown): cell is CellReport =>
  isRecord(cell) &&
  typeof cell.id === 'string' &&
  typeof cell.verdict === 'string' &&
  typeof cell.allowed === 'boolean' &&
  Array.isArray(cell.attempts) &&
  Array.isArray(cell.evidence);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
