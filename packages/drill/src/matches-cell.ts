import type { Cell } from './cell.ts';

/** Whether a cell is meant by `createIntake.hang`, `createIntake.*`, `*.hang`, `createIntake` or `hang`. */
export function matchesCell(pattern: string, { id, operation, mode }: Cell): boolean {
  if (pattern === id || pattern === operation || pattern === mode.id) return true;
  return pattern === `*.${mode.id}` || pattern === `${operation}.*` || pattern === '*';
}
