import type { Json, PactBody } from '../pact/pact.ts';

/** Reads what a contract sends and expects, as far as documents speak of it. */

interface Half {
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: PactBody | undefined;
}

/** By name in lower case. */
export const headersOf = ({ headers }: Pick<Half, 'headers'>): Map<string, readonly string[]> =>
  new Map(Object.entries(headers).map(([name, values]) => [name.toLowerCase(), values]));

/** The header field's first: pacts often call every JSON body `application/json`. */
export function contentTypes(half: Half): string[] {
  const [field] = headersOf(half).get('content-type') ?? [];
  const named = field?.split(';')[0]?.trim().toLowerCase();
  return [...new Set([named, half.body?.contentType].filter((type) => type !== undefined))];
}

/** The content for the body's media type, else the only JSON one. */
export function contentFor<Content>(half: Half, contents: ReadonlyMap<string, Content>): Content | undefined {
  for (const type of contentTypes(half)) {
    const found = contents.get(type) ?? contents.get(`${type.split('/')[0]}/*`) ?? contents.get('*/*');
    if (found !== undefined) return found;
  }
  const json = [...contents].filter(([type]) => /[/+]json$/.test(type));
  return half.body !== undefined && 'json' in half.body.content && json.length === 1 ? json[0]?.[1] : undefined;
}

/** A body as schemas see it; undefined where they say nothing of it. */
export function bodyValue(body: PactBody | undefined): Json | undefined {
  if (body === undefined) return undefined;
  if ('json' in body.content) return body.content.json;
  if (!('text' in body.content) || body.contentType !== 'application/x-www-form-urlencoded') return undefined;
  const fields = [...new URLSearchParams(body.content.text)];
  return Object.fromEntries(fields.map(([name, value]) => [name, valueIn(value)]));
}

/** What stands in a query, a header field or a form has no type of its own: a number where it looks like one. */
export function valueIn(text: string): Json {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}
