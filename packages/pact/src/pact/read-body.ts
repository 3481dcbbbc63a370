import { isObject } from './json.ts';
import type { Json, PactBody } from './pact.ts';

/** Bodies of pacts: V4 wraps them with a content type and a coding, older versions have the value itself. */

/**
 * @param field the content type that stands beside the body, in a field or in metadata.
 * @param isV4 whether the body is wrapped: what an older version has may look like a wrapper by chance.
 */
export function readBody(given: Json | undefined, field: string | undefined, isV4: boolean): PactBody | undefined {
  if (given === undefined || given === null) return undefined;
  if (!isV4 || !isObject(given) || !('content' in given)) return plain(given, bare(field));
  const named = typeof given.contentType === 'string' ? given.contentType : field;
  const { content } = given;
  if (content === undefined || content === '') return undefined;
  if (given.encoded === false || given.encoded === undefined) return plain(content, bare(named));
  const bytes = Buffer.from(String(content), 'base64');
  if (given.encoded !== 'JSON' && isJson(bare(named))) return plain(bytes.toString('utf8'), bare(named));
  if (given.encoded === 'JSON') return plain(String(content), bare(named));
  return { contentType: bare(named), content: { bytes } };
}

function plain(value: Json, contentType: string | undefined): PactBody {
  if (typeof value !== 'string') return { contentType: contentType ?? 'application/json', content: { json: value } };
  if (!isJson(contentType)) return { contentType, content: { text: value } };
  try {
    return { contentType, content: { json: JSON.parse(value) } };
  } catch {
    // Older writers keep a JSON text as the value itself.
    return { contentType, content: { json: value } };
  }
}

/** Without parameters, lower case. */
function bare(contentType: string | undefined): string | undefined {
  return contentType?.split(';')[0]?.trim().toLowerCase();
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /[/+]json$/.test(contentType);
}
