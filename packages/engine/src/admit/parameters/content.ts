import { nestsTooDeep } from '../nesting.ts';
import type { Decode } from '../percent.ts';
import { MALFORMED } from '../percent.ts';

/** Parameters that are described by `content`: one value, serialised as its media type says. JSON is parsed, the rest is text. */
export interface ContentParameter {
  readonly schema: unknown;
  read(raw: string): unknown;
}

export function contentParameter(content: unknown, decode: Decode): ContentParameter | undefined {
  if (typeof content !== 'object' || content === null) return undefined;
  const [entry] = Object.entries(content);
  if (entry === undefined) return undefined;
  const [mediaType, described] = entry;
  const schema = typeof described === 'object' && described !== null ? Reflect.get(described, 'schema') : undefined;
  return { schema, read: /[/+]json\b/i.test(mediaType) ? (raw) => parseJson(decode(raw)) : decode };
}

function parseJson(text: string | typeof MALFORMED): unknown {
  if (text === MALFORMED || nestsTooDeep(text)) return MALFORMED;
  try {
    return JSON.parse(text);
  } catch {
    return MALFORMED;
  }
}
