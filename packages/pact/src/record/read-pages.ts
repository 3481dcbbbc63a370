import { isObject } from '../pact/json.ts';
import type { Json, JsonObject, ProviderState } from '../pact/pact.ts';
import { REDACTED, type RecordedExchange } from './recorded-exchange.ts';

/** Pages that were read in a recording, by the cursors that they gave: a cursor is the provider's own, and cannot stand in a contract. */
export interface ReadPages {
  /** Of the page that gave a cursor which this request sends. */
  before(exchange: RecordedExchange): ReadPage | undefined;
  follow(exchange: RecordedExchange, request: JsonObject, states: readonly ProviderState[]): void;
}

export interface ReadPage {
  /** The query parameter that has the cursor. */
  readonly parameter: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** What had to be there for it. */
  readonly states: readonly ProviderState[];
}

export function createReadPages(): ReadPages {
  const pages = new Map<string, Omit<ReadPage, 'parameter'>>();
  return {
    before({ request }) {
      for (const [parameter, value] of new URLSearchParams(request.target.split('?')[1] ?? '')) {
        const page = pages.get(value);
        if (page !== undefined) return { ...page, parameter };
      }
      return undefined;
    },
    follow({ answer, request }, { path, query }, states) {
      if (request.method !== 'GET' || answer.status !== 200 || !/^\s*\{/.test(answer.body)) return;
      const asked = Object.entries(isObject(query) ? query : {}).map(([name, values]): [string, string] => [
        name,
        String(Array.isArray(values) ? values[0] : values),
      ]);
      for (const cursor of cursorsIn(JSON.parse(answer.body)))
        pages.set(cursor, { path: String(path), query: Object.fromEntries(asked), states });
    },
  };
}

/** Texts that are called a cursor, or a token of the next page. */
function cursorsIn(value: Json, name = ''): string[] {
  if (isObject(value)) return Object.entries(value).flatMap(([each, member]) => cursorsIn(member, each));
  return typeof value === 'string' && value !== '' && value !== REDACTED && /cursor|next.*token|page.?token/i.test(name)
    ? [value]
    : [];
}
