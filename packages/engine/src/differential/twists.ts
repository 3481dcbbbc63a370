import type { IHttpOperation } from '@stoplight/types';
import type { Draft } from './written-request.ts';

/** Things that a client does otherwise than the document wants, one at a time. */
export type Twist = readonly [what: string, change: (draft: Draft) => Draft];

const AS_IT_SHOULD_BE: Twist = ['as described', (draft) => draft];

export function twistsFor(operation: IHttpOperation): Twist[] {
  const { path = [], query = [], body } = operation.request ?? {};
  const twists: Twist[] = [AS_IT_SHOULD_BE, AS_IT_SHOULD_BE, ...ANSWER_TWISTS];
  if (path[0] !== undefined) twists.push(wordFor(path[0].name));
  if (query.length > 0) twists.push(...QUERY_TWISTS);
  if (body?.contents?.length) twists.push(AS_IT_SHOULD_BE, ...BODY_TWISTS, ...BODY_TWISTS);
  if (operation.security?.length) twists.push(['without credentials', (draft) => without(draft, 'authorization')]);
  const codes = operation.responses.map(({ code }) => code).filter((code) => /^\d{3}$/.test(code));
  return [...twists, ...codes.slice(0, 3).map((code) => withHeader(`prefer code=${code}`, 'prefer', `code=${code}`))];
}

const withHeader = (what: string, name: string, value: string): Twist => [
  what,
  (draft) => ({ ...draft, headers: { ...draft.headers, [name]: value } }),
];

function without(draft: Draft, header: string): Draft {
  const { [header]: _, ...headers } = draft.headers;
  return { ...draft, headers };
}

const wordFor = (name: string): Twist => [
  'a word in the path',
  (draft) => ({ ...draft, path: { ...draft.path, [name]: 'wörd/x' } }),
];

const ANSWER_TWISTS: readonly Twist[] = [
  withHeader('prefer dynamic', 'prefer', 'dynamic=true'),
  withHeader('prefer an unknown example', 'prefer', 'example=nobody'),
  withHeader('prefer a code nobody listed', 'prefer', 'code=418'),
  withHeader('accept JSON', 'accept', 'application/json'),
  withHeader('accept CSV', 'accept', 'text/csv'),
  withHeader('accept anything, XML first', 'accept', 'application/xml, */*;q=0.1'),
];

const QUERY_TWISTS: readonly Twist[] = [
  ['no query', (draft) => ({ ...draft, query: [] })],
  ['words in the query', (draft) => ({ ...draft, query: draft.query.map(([name]) => [name, 'wörd']) })],
  ['a parameter twice', (draft) => ({ ...draft, query: draft.query.flatMap((entry) => [entry, entry]) })],
];

const BODY_TWISTS: readonly Twist[] = [
  ['no body', (draft) => ({ ...without(draft, 'content-type'), body: undefined })],
  ['an empty object', (draft) => ({ ...draft, body: {} })],
  ['a list', (draft) => ({ ...draft, body: [1] })],
  ['a member more', (draft) => ({ ...draft, body: Object.assign({}, draft.body, { 'one-more': true }) })],
  ['every member a number', (draft) => ({ ...draft, body: numbersFor(draft.body) })],
  withHeader('another media type', 'content-type', 'application/octet-stream'),
];

const numbersFor = (body: unknown): object => Object.fromEntries(Object.keys(body ?? {}).map((name) => [name, 7.5]));
