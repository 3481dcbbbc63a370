import { isUtf8 } from 'node:buffer';
import type { IMediaTypeContent } from '@stoplight/types';
import { countFields, parseFields } from '../fields.ts';
import { decodeField } from '../percent.ts';
import { factsOf, type SchemaFacts } from '../schema-facts.ts';
import { type CheckContext, compileCheck, type ValueCheck } from '../value-check.ts';
import { compileForm, type FormReader } from './form.ts';
import { parseJsonBody } from './json.ts';
import { essenceOf, isJson, type MediaType } from './media-type.ts';
import { compileMultipartForm } from './multipart-form.ts';
import { type ContentReader, judge, unreadableBody } from './outcome.ts';
import { textOf } from './text.ts';

/** `sent` is the media type that was sent or is assumed; undefined where nothing says what the bytes are. */
export function compileContent(
  context: CheckContext,
  declared: IMediaTypeContent | undefined,
  sent: MediaType | undefined,
): ContentReader {
  const schema = declared?.schema;
  const facts = factsOf(context.schemas, schema);
  if (sent === undefined) return unlabelled(context, schema, facts);
  if (isJson(sent)) return json(compileCheck(context, schema, { coerce: false }), sent.parameters.get('charset'));
  const essence = essenceOf(sent);
  const form = { schemas: context.schemas, schema, encodings: declared?.encodings ?? [] };
  const coercing = (): ValueCheck | undefined => compileCheck(context, schema, { coerce: true });
  if (essence === 'application/x-www-form-urlencoded')
    return urlencoded(compileForm({ ...form, decode: decodeField, isEncoded: true }), coercing());
  if (essence === 'multipart/form-data') return compileMultipartForm(form, coercing());
  const isText = sent.type === 'text' || sent.syntax === 'xml' || essence === 'application/javascript';
  if (!isText) return (bytes) => ({ kind: 'body', value: bytes });
  // No schema says how XML is turned into values, unless it wants the text itself.
  const check = sent.syntax === 'xml' && !facts.onlyString ? undefined : coercing();
  return text(check, sent.parameters.get('charset'));
}

const REPLACEMENT = '\u{fffd}';

function json(check: ValueCheck | undefined, charset: string | undefined): ContentReader {
  return (bytes) => {
    const text = textOf(bytes, charset);
    // JSON is UTF-8 (RFC 8259 8.1); what is not, was decoded to replacement characters, and only then is it looked at again.
    if (text.includes(REPLACEMENT) && charset === undefined && !isUtf8(bytes))
      return unreadableBody('must be UTF-8', text);
    const parsed = parseJsonBody(text);
    if ('violation' in parsed) return { kind: 'invalid', violations: [parsed.violation] };
    return judge(check, parsed.value, () => parsed.value);
  };
}

function text(check: ValueCheck | undefined, charset: string | undefined): ContentReader {
  return (bytes) => {
    const value = textOf(bytes, charset);
    return judge(check, value, () => value);
  };
}

/** Neither the request nor the document says what it is: JSON if it looks like it and text will not do. */
function unlabelled(context: CheckContext, schema: unknown, facts: SchemaFacts): ContentReader {
  const asText = text(compileCheck(context, schema, { coerce: true }), undefined);
  if (facts.onlyString) return asText;
  const asJson = json(compileCheck(context, schema, { coerce: false }), undefined);
  return (bytes, contentType) =>
    ('violation' in parseJsonBody(textOf(bytes, undefined)) ? asText : asJson)(bytes, contentType);
}

/** More fields than any form has. */
const MOST_FIELDS = 10_000;

function urlencoded(read: FormReader, check: ValueCheck | undefined): ContentReader {
  return (bytes) => {
    // Percent-encoding leaves ASCII only; what is not, was sent raw and is UTF-8.
    const text = textOf(bytes, undefined);
    if (countFields(text) > MOST_FIELDS) return unreadableBody(`must not have more than ${MOST_FIELDS} fields`, text);
    const form = read(parseFields(text));
    if ('violations' in form) return { kind: 'invalid', violations: form.violations };
    return judge(check, form.value, () => {
      const again = read(parseFields(text));
      return 'value' in again ? again.value : form.value;
    });
  };
}
