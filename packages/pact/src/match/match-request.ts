import type { HttpInteraction, MatchingRule } from '../pact/pact.ts';
import { failureOf, mismatches } from './match-value.ts';
import { rulePaths } from './rule-paths.ts';

/** A request as it was sent: target with its query, fields in lower case, JSON bodies as values. */
export interface SentRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What of a request is other than an interaction expects, in words; `[]` where it is what was agreed. Fields that the pact does not name may be sent. */
export function matchRequest({ request }: HttpInteraction, sent: SentRequest): string[] {
  const at = sent.target.indexOf('?');
  const path = at === -1 ? sent.target : sent.target.slice(0, at);
  const query = new URLSearchParams(at === -1 ? '' : sent.target.slice(at + 1));
  const { rules } = request;
  return [
    ...(sent.method === request.method ? [] : [`method ${sent.method} instead of ${request.method}`]),
    ...textMismatch('path', request.path, path, rules.path),
    ...queryMismatches(request, query),
    ...headerMismatches(request, sent.headers),
    ...bodyMismatches(request, sent.body),
  ];
}

type Expected = HttpInteraction['request'];

function queryMismatches({ query, rules }: Expected, sent: URLSearchParams): string[] {
  const unknown = [...new Set(sent.keys())].filter((name) => !(name in query));
  return [
    ...unknown.map((name) => `query ${name} is not in the contract`),
    ...Object.entries(query).flatMap(([name, values]) => {
      const given = sent.getAll(name);
      if (given.length === 0) return [`query ${name} is missing`];
      return given.flatMap((value, at) =>
        textMismatch(`query ${name}`, values[at] ?? values[0] ?? '', value, rules.query[name]),
      );
    }),
  ];
}

function headerMismatches({ headers, rules }: Expected, sent: SentRequest['headers']): string[] {
  return Object.entries(headers).flatMap(([name, values]) => {
    const given = sent[name.toLowerCase()];
    if (given === undefined) return [`header ${name} is missing`];
    // Its secret was taken out; that it was there is all that can be said.
    if (/^(authorization|cookie|x-api-key)$/i.test(name)) return [];
    const rule = Object.entries(rules.header).find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
    const plain = /^(content-type|accept)$/i.test(name) ? (text: string) => text.split(';')[0]?.trim() ?? '' : String;
    return textMismatch(`header ${name}`, plain(values.join(', ')), plain(given), rule);
  });
}

function bodyMismatches({ body, rules }: Expected, sent: unknown): string[] {
  if (body === undefined || !('json' in body.content)) return [];
  if (sent === undefined) return ['body is missing'];
  return mismatches(body.content.json, sent, rulePaths(rules.body), []);
}

function textMismatch(place: string, expected: string, actual: string, rule: MatchingRule | undefined): string[] {
  if (rule === undefined) return expected === actual ? [] : [`${place} is ${actual} instead of ${expected}`];
  const failed = rule.matchers.map((matcher) => failureOf(matcher, expected, textAs(matcher.match, actual)));
  if (rule.combine === 'OR' && failed.some((each) => each === undefined)) return [];
  return failed.flatMap((each) => (each === undefined ? [] : [`${place} ${each}`]));
}

/** Numbers travel as text in paths, queries and fields. */
const textAs = (kind: unknown, text: string): unknown =>
  (kind === 'integer' || kind === 'decimal' || kind === 'number') && text !== '' && !Number.isNaN(Number(text))
    ? Number(text)
    : text;
