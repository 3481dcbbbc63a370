import { type ApiDocument, createRouter, type Operation } from '@stuntdouble/engine';
import type { RecordedExchange } from './recorded-exchange.ts';

export interface FoundOperation {
  readonly operation: Operation;
  /** As they were sent, percent-encoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Without the sandbox's prefix and without the query. */
  readonly path: string;
}

/** Finds what of a document an exchange asked for; undefined where it is of another document, or of none. */
export function createFindOperation({
  operations,
  basePaths,
}: ApiDocument): (exchange: RecordedExchange) => FoundOperation | undefined {
  const router = createRouter(operations, basePaths);
  return ({ operation, request }) => {
    const [asked = ''] = request.target.replace(/^https?:\/\/[^/]+/i, '').split('?');
    const path = asked.replace(/^\/~[^/]*/, '');
    const match = router.match(request.method, path);
    // A HEAD is answered by the GET, of which the document speaks.
    if (match.kind !== 'matched' || match.operation.id !== operation || match.operation.method !== request.method)
      return undefined;
    return { operation: match.operation, params: match.params, path };
  };
}
