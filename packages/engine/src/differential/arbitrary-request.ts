import type { IHttpOperation } from '@stoplight/types';
import fc from 'fast-check';
import type { HttpRequest } from '../exchange.ts';
import { arbitraryValue } from './arbitrary-value.ts';

/** Requests for an operation: as it wants them, or with one thing done otherwise. */
export interface Proposed {
  readonly what: string;
  readonly request: HttpRequest;
}

interface Draft {
  method: string;
  path: Record<string, unknown>;
  query: [name: string, value: unknown][];
  headers: Record<string, string>;
  body: unknown;
}

type Twist = readonly [what: string, change: (draft: Draft) => void];

export function arbitraryRequest(operation: IHttpOperation): fc.Arbitrary<Proposed> {
  return fc
    .tuple(arbitraryDraft(operation), fc.constantFrom(...twistsFor(operation)))
    .map(([draft, [what, change]]) => {
      const changed = structuredClone(draft);
      change(changed);
      return { what, request: written(operation, changed) };
    });
}

const bundleOf = (operation: IHttpOperation): unknown => Reflect.get(operation, '__bundled__');

function arbitraryDraft(operation: IHttpOperation): fc.Arbitrary<Draft> {
  const { path = [], query = [], headers = [], body } = operation.request ?? {};
  const values = (params: readonly { name: string; schema?: unknown; required?: boolean | undefined }[]) =>
    fc.record(
      Object.fromEntries(params.map(({ name, schema }) => [name, arbitraryValue(schema, bundleOf(operation))])),
      { requiredKeys: params.filter(({ required }) => required).map(({ name }) => name) },
    );
  const content = body?.contents?.find(({ mediaType }) => /json/.test(mediaType)) ?? body?.contents?.[0];
  const payload = content === undefined ? fc.constant(undefined) : arbitraryValue(content.schema, bundleOf(operation));
  return fc
    .tuple(values(path.map((param) => ({ ...param, required: true }))), values(query), values(headers), payload)
    .map(([pathValues, queryValues, headerValues, bodyValue]) => ({
      method: operation.method.toUpperCase(),
      path: pathValues,
      query: Object.entries(queryValues),
      headers: {
        ...Object.fromEntries(Object.entries(headerValues).map(([name, value]) => [name.toLowerCase(), plain(value)])),
        ...credentialsFor(operation),
        ...(content !== undefined && { 'content-type': content.mediaType }),
      },
      body: bodyValue,
    }));
}

/** For the first alternative; query keys are left out, and so both sides refuse. */
function credentialsFor(operation: IHttpOperation): Record<string, string> {
  const schemes = operation.security?.[0] ?? [];
  return Object.assign(
    {},
    ...schemes.map((scheme) => {
      if (scheme.type === 'apiKey')
        return scheme.in === 'header'
          ? { [scheme.name.toLowerCase()]: 'key' }
          : scheme.in === 'cookie'
            ? { cookie: `${scheme.name}=key` }
            : {};
      return { authorization: scheme.type === 'http' && scheme.scheme === 'basic' ? 'Basic YTpi' : 'Bearer token' };
    }),
  );
}

const AS_IT_SHOULD_BE: Twist = ['as described', () => {}];

function twistsFor(operation: IHttpOperation): Twist[] {
  const { query = [], body } = operation.request ?? {};
  const twists: Twist[] = [AS_IT_SHOULD_BE, AS_IT_SHOULD_BE, ...ANSWER_TWISTS, ...pathTwists(operation)];
  if (query.length > 0) twists.push(...QUERY_TWISTS);
  if (body?.contents?.length) twists.push(AS_IT_SHOULD_BE, ...BODY_TWISTS, ...BODY_TWISTS);
  if (operation.security?.length) twists.push(['without credentials', (draft) => delete draft.headers.authorization]);
  for (const { code } of operation.responses.filter((response) => /^\d{3}$/.test(response.code)).slice(0, 3)) {
    twists.push([
      `prefer code=${code}`,
      (draft) => {
        draft.headers.prefer = `code=${code}`;
      },
    ]);
  }
  return twists;
}

const ANSWER_TWISTS: readonly Twist[] = [
  [
    'prefer dynamic',
    (draft) => {
      draft.headers.prefer = 'dynamic=true';
    },
  ],
  [
    'prefer an unknown example',
    (draft) => {
      draft.headers.prefer = 'example=nobody';
    },
  ],
  [
    'prefer a code nobody listed',
    (draft) => {
      draft.headers.prefer = 'code=418';
    },
  ],
  [
    'accept JSON',
    (draft) => {
      draft.headers.accept = 'application/json';
    },
  ],
  [
    'accept CSV',
    (draft) => {
      draft.headers.accept = 'text/csv';
    },
  ],
  [
    'accept anything, XML first',
    (draft) => {
      draft.headers.accept = 'application/xml, */*;q=0.1';
    },
  ],
];

const QUERY_TWISTS: readonly Twist[] = [
  [
    'no query',
    (draft) => {
      draft.query = [];
    },
  ],
  [
    'words in the query',
    (draft) => {
      draft.query = draft.query.map(([name]) => [name, 'wörd']);
    },
  ],
  [
    'a parameter twice',
    (draft) => {
      draft.query = draft.query.flatMap((entry) => [entry, entry]);
    },
  ],
];

const BODY_TWISTS: readonly Twist[] = [
  [
    'no body',
    (draft) => {
      draft.body = undefined;
      delete draft.headers['content-type'];
    },
  ],
  [
    'an empty object',
    (draft) => {
      draft.body = {};
    },
  ],
  [
    'a list',
    (draft) => {
      draft.body = [1];
    },
  ],
  [
    'a member more',
    (draft) => {
      draft.body = { ...(draft.body as object), 'one-more': true };
    },
  ],
  [
    'every member a number',
    (draft) => {
      draft.body = Object.fromEntries(Object.keys(draft.body ?? {}).map((name) => [name, 7.5]));
    },
  ],
  [
    'another media type',
    (draft) => {
      draft.headers['content-type'] = 'application/octet-stream';
    },
  ],
];

function pathTwists(operation: IHttpOperation): Twist[] {
  const [first] = operation.request?.path ?? [];
  return first === undefined
    ? []
    : [
        [
          'a word in the path',
          (draft) => {
            draft.path[first.name] = 'wörd/x';
          },
        ],
      ];
}

function written(operation: IHttpOperation, { method, path, query, headers, body }: Draft): HttpRequest {
  const target = operation.path.replace(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(plain(path[name] ?? 'x') || 'x'),
  );
  const search = query
    .map(([name, value]) => pairs(name, value))
    .filter(Boolean)
    .join('&');
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(bodyText(body, headers['content-type'] ?? ''));
  const length = bytes.length > 0 ? { 'content-length': String(bytes.length) } : {};
  return {
    method,
    target: search ? `${target}?${search}` : target,
    headers: { host: 'localhost', ...headers, ...length },
    body: bytes,
  };
}

const plain = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(plain).join(',')
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flat().map(plain).join(',')
      : String(value);

function pairs(name: string, value: unknown): string {
  const one = (key: string, part: unknown): string => `${encodeURIComponent(key)}=${encodeURIComponent(plain(part))}`;
  if (Array.isArray(value)) return value.map((item) => one(name, item)).join('&');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, part]) => one(`${name}[${key}]`, part))
      .join('&');
  return one(name, value);
}

const bodyText = (body: unknown, mediaType: string): string =>
  mediaType.includes('x-www-form-urlencoded') && typeof body === 'object' && body !== null
    ? Object.entries(body)
        .map(([name, value]) => pairs(name, value))
        .join('&')
    : JSON.stringify(body);
