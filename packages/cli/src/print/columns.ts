import { inOneLine } from './plain-text.ts';

/** Rows of equal length, each column as wide as its widest cell. */
export function columns(given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(inOneLine));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
