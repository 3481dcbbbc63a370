import { StuntError } from '../../errors.ts';
import { unknownWords } from '../../spelling/unknown-name.ts';
import type { ControlledEntry } from '../services.ts';
import { parameter, queryOf, type Routes, sandboxOf, wholeNumber } from './route.ts';

const MOST = 1000;

/** The journal: `/requests` with filters, `/requests/{id}` for one. Entries are an allow list; nothing is added to them here. */
export const requestRoutes: Routes = (app, services) => {
  app.get('/requests', async (request) => {
    const { operation, status, since, limit } = queryOf(request);
    const sandbox = sandboxOf(request, services);
    const most = Math.min(wholeNumber(limit, 'limit', 1) ?? 100, MOST);
    const from = sinceOf(since);
    if (operation !== undefined) refuseUnknown(operation, services.operations());
    const matching = services
      .journal(sandbox)
      .filter(
        (entry) =>
          (operation === undefined || entry.operation === operation) &&
          (status === undefined || hasStatus(entry, status)) &&
          entry.at >= from,
      );
    return { requests: matching.slice(-most), total: matching.length };
  });
  app.get('/requests/:id', async (request) => {
    const id = parameter(request, 'id');
    const sandbox = sandboxOf(request, services);
    const found = services.journal(sandbox).find((entry) => entry.id === id);
    if (found === undefined)
      throw new StuntError(
        'REQUEST_UNKNOWN',
        `There is no request "${id}" in the journal of ${sandbox}; it keeps the last 10,000.`,
      );
    return found;
  });
};

/** Nothing would ever match it, and an empty list would look as if nobody had called. */
function refuseUnknown(operation: string, known: readonly string[]): void {
  if (!known.includes(operation))
    throw new StuntError('CONTROL_INVALID', unknownWords('operation', 'operation', operation, known));
}

/** `503`, or a class: `5xx`. */
function hasStatus({ status }: ControlledEntry, wanted: string): boolean {
  return /^[1-5]xx$/i.test(wanted) ? String(status)[0] === wanted[0] : String(status) === wanted;
}

function sinceOf(since: string | undefined): number {
  if (since === undefined) return Number.NEGATIVE_INFINITY;
  const time = Date.parse(since);
  if (Number.isNaN(time))
    throw new StuntError('CONTROL_INVALID', `since is "${since}"; write a time such as 2026-01-31T12:00:00Z.`);
  return time;
}
