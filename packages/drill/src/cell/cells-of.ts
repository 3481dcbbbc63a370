import type { ApiDocument, Operation } from '@stuntdouble/engine';
import { type Cell, cellOf } from '../cell.ts';
import { matchesCell } from '../matches-cell.ts';
import type { Applies } from '../mode.ts';
import type { Plan } from '../plan/plan.ts';

/**
 * The cells of a plan, the most telling mode of every operation first. Reads what the document says of an operation; whether a
 * fault really meets a request is seen when it runs.
 */
export function cellsOf(document: ApiDocument, operations: readonly string[], plan: Plan): Cell[] {
  const known = new Map(document.operations.map((operation) => [operation.id, operation]));
  return plan.modes.flatMap((mode) =>
    operations.flatMap((id) => {
      const operation = known.get(id);
      if (operation === undefined || !applies(operation, mode.for)) return [];
      const cell = cellOf(id, mode);
      return plan.skip.some((pattern) => matchesCell(pattern, cell)) ? [] : [cell];
    }),
  );
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);

function applies(operation: Operation, wanted: Applies): boolean {
  if (wanted === 'every') return true;
  if (wanted === 'write') return !READS.has(operation.method);
  try {
    const { responses, security = [], request } = operation.model();
    if (wanted === 'secured') return security.length > 0 && security.every((schemes) => schemes.length > 0);
    const contents = responses.filter(({ code }) => /^2/.test(code)).flatMap(({ contents: all = [] }) => all);
    const isJson = operation.method !== 'HEAD' && contents.some(({ mediaType }) => /[/+]json\b/i.test(mediaType));
    if (wanted === 'json') return isJson;
    const asked = (request?.query ?? []).map(({ name }) => name);
    return operation.method === 'GET' && isJson && asked.some((name) => LEADS_ON.test(name));
  } catch {
    // An operation that cannot be read is answered all the same; what needs to be known of it is not.
    return false;
  }
}

/** Parameters that ask for another page. */
const LEADS_ON = /^(?:cursor|page|offset|skip|after|before|starting_after|page_?token|next_?token|marker|start)$/i;
