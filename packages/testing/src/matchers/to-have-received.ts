import type { ReceivedRequest } from '../received.ts';
import { fits } from './fits.ts';
import { listed, plural, receiverOf, shortened, type Verdict } from './matcher.ts';

export interface ExpectedRequest {
  /** Exactly so often. @default at least once */
  readonly times?: number;
  /** Members that the body must have, or the whole of it where it is no object. */
  readonly body?: unknown;
  /** Names in any case. */
  readonly headers?: Readonly<Record<string, string | RegExp>>;
  readonly query?: Readonly<Record<string, string | RegExp>>;
  /** Of the answer; 0 where there is none: it is under way, a fault let none through, or the client had given up. */
  readonly status?: number;
}

/** `expect(api).toHaveReceived('createIntake', { times: 1, body: { subject: 'Leak' } })` */
export function toHaveReceived(received: unknown, operation: string, expected: ExpectedRequest = {}): Verdict {
  const receiver = receiverOf(received, 'toHaveReceived');
  const asked = receiver.requests({ operation });
  const all = asked.length > 0 ? asked : receiver.requests();
  const differences = asked.map((request) => differencesOf(request, expected));
  const matching = asked.filter((_, at) => differences[at]?.length === 0);
  const { times } = expected;
  const pass = times === undefined ? matching.length > 0 : matching.length === times;
  return {
    pass,
    message: () => {
      const wish = times === undefined ? 'at least once' : plural(times, 'time');
      const found = `${pass ? 'It was not to receive' : 'It was to receive'} ${operation} ${wish}${partsOf(expected)}, and received it ${plural(matching.length, 'time')}.`;
      if (asked.length === 0) return [found, listed(all, 'Received')].join('\n');
      const near = nearestOf(asked, differences);
      return [
        found,
        ...(pass || near === undefined ? [] : [`Nearest: ${near}`]),
        listed(asked, `Received of ${operation}`),
      ].join('\n');
    },
  };
}

const partsOf = ({ body, headers, query, status }: ExpectedRequest): string => {
  const parts = {
    ...(body !== undefined && { body }),
    ...(headers && { headers: textsOf(headers) }),
    ...(query && { query: textsOf(query) }),
    ...(status !== undefined && { status }),
  };
  return Object.keys(parts).length === 0 ? '' : ` with ${shortened(parts)}`;
};

const textsOf = (fields: Readonly<Record<string, string | RegExp>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));

/** What of a request is other than expected, in words. */
function differencesOf(
  request: ReceivedRequest,
  { body, headers = {}, query = {}, status }: ExpectedRequest,
): string[] {
  const sent = new URLSearchParams(request.target.split('?')[1] ?? '');
  return [
    ...(status !== undefined && status !== request.status ? [`status ${request.status} instead of ${status}`] : []),
    ...Object.entries(headers).flatMap(([name, value]) =>
      fieldDifference(`header ${name}`, request.headers[name.toLowerCase()], value),
    ),
    ...Object.entries(query).flatMap(([name, value]) =>
      fieldDifference(`query ${name}`, sent.get(name) ?? undefined, value),
    ),
    ...(body === undefined ? [] : fits(request.body, body, 'body')),
  ];
}

function fieldDifference(place: string, received: string | undefined, expected: string | RegExp): string[] {
  const holds =
    received !== undefined && (typeof expected === 'string' ? received === expected : expected.test(received));
  return holds
    ? []
    : [`${place} is ${received === undefined ? 'missing' : `"${received}"`} instead of ${String(expected)}`];
}

function nearestOf(asked: readonly ReceivedRequest[], differences: readonly (readonly string[])[]): string | undefined {
  const [best] = asked
    .map((request, at) => ({ request, found: differences[at] ?? [] }))
    .filter(({ found }) => found.length > 0)
    .sort((one, other) => one.found.length - other.found.length);
  return best && `${best.request.method} ${best.request.target}: ${best.found.join('; ')}`;
}
