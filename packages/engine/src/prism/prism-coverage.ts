import type { Operation } from '../operation.ts';

/** Why an operation runs through prism-http instead of a plan; undefined where its plan covers it. The reasons become fewer. */
export function uncoveredReason(operation: Pick<Operation, 'hasCallbacks'>): string | undefined {
  return operation.hasCallbacks ? 'has callbacks' : undefined;
}
