import type { IHttpOperationRequest, IHttpParam } from '@stoplight/types';
import type { PathParameters, RequestHeaders, RequestPart } from '../../exchange.ts';
import type { Fields } from '../fields.ts';
import { ABSENT, asSent, type Decode, decodeField, decodePercent } from '../percent.ts';
import { factsOf, type SchemaFacts } from '../schema-facts.ts';
import { type CheckContext, compileCheck } from '../value-check.ts';
import { type ContentParameter, contentParameter } from './content.ts';
import { fieldReadings } from './field-styles.ts';
import type { Parameter } from './parameter.ts';
import { type TextStyle, textReadings } from './text-styles.ts';

/** Compiles the declared parameters of a request, part by part, from the model of http-spec. */
export interface Parameters {
  readonly path: readonly Parameter<PathParameters>[];
  readonly query: readonly Parameter<Fields>[];
  readonly header: readonly Parameter<RequestHeaders>[];
  readonly cookie: readonly Parameter<Fields>[];
}

type Declared = Omit<IHttpParam, 'style'> & { readonly style?: string; readonly allowEmptyValue?: boolean };

export function compileParameters(context: CheckContext, request: IHttpOperationRequest | undefined): Parameters {
  const query = request?.query ?? [];
  const cookie = request?.cookie ?? [];
  return {
    path: (request?.path ?? []).map((declared) =>
      textParameter(context, declared, 'path', decodePercent, pathValue(declared.name)),
    ),
    query: query.map((declared) => fieldParameter(context, declared, 'query', decodeField, query)),
    header: (request?.headers ?? [])
      .filter((declared) => !isNegotiated(declared))
      .map((declared) => textParameter(context, declared, 'header', asSent, headerValue(declared.name.toLowerCase()))),
    cookie: cookie.map((declared) => fieldParameter(context, declared, 'cookie', decodePercent, cookie)),
  };
}

/**
 * OpenAPI 3 says to ignore parameters of these names. OpenAPI 2 says nothing, and has no other way to ask for a bearer token;
 * only the models of OpenAPI 3 carry `explicitProperties`.
 */
function isNegotiated({ name, explicitProperties }: Declared): boolean {
  const lower = name.toLowerCase();
  if (lower === 'accept' || lower === 'content-type') return true;
  return lower === 'authorization' && explicitProperties !== undefined;
}

type SentBy<Source> = (source: Source) => string | undefined;

const pathValue =
  (name: string): SentBy<PathParameters> =>
  (params) =>
    params[name];

const headerValue =
  (name: string): SentBy<RequestHeaders> =>
  (headers) => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(',') : value;
  };

function textParameter<Source>(
  context: CheckContext,
  declared: Declared,
  part: RequestPart,
  decode: Decode,
  sentBy: SentBy<Source>,
): Parameter<Source> {
  const style = { name: declared.name, style: declared.style ?? 'simple', explode: declared.explode ?? false, decode };
  const content = contentOf(declared, decode);
  // Lists in header fields may have spaces around their commas (RFC 9110 5.6.1).
  const prepared: Decode = part === 'header' ? (text) => text.trim() : decode;
  const readings = content
    ? [content.read]
    : textReadings({ ...style, decode: prepared }, factsOf(context.schemas, declared.schema));
  return {
    ...base(context, declared, part, content),
    form: formOf(style, content, factsOf(context.schemas, declared.schema)),
    readings: readings.map((read) => (source) => {
      const raw = sentBy(source);
      return raw === undefined ? ABSENT : read(raw);
    }),
    raw: sentBy,
  };
}

function fieldParameter(
  context: CheckContext,
  declared: Declared,
  part: RequestPart,
  decode: Decode,
  all: readonly Declared[],
): Parameter<Fields> {
  const { name } = declared;
  const style = styleOf(declared.style);
  const content = contentOf(declared, decode);
  const others = new Set(all.map((other) => other.name).filter((other) => other !== name));
  // http-spec leaves `explode` out where the document does, and for arrays of OpenAPI 2 other than `multi`.
  const explode = declared.explode ?? (style === 'form' || style === 'deepObject');
  const readings = content
    ? [readContent(name, content)]
    : fieldReadings({ name, style, explode, decode, others }, context.schemas, declared.schema);
  return {
    ...base(context, declared, part, content),
    form: content ? JSON_FORM : `must be percent-encoded UTF-8 in style ${style}`,
    readings,
    raw: (fields) => fields.get(name),
  };
}

/** OpenAPI 2 has `unspecified` for what is no array. */
function styleOf(style: string | undefined): string {
  return style === undefined || style === 'unspecified' || style === 'simple' ? 'form' : style;
}

function readContent(name: string, content: ContentParameter): (fields: Fields) => unknown {
  return (fields) => {
    const raw = fields.get(name);
    if (raw === undefined) return ABSENT;
    return content.read(typeof raw === 'string' ? raw : (raw[raw.length - 1] ?? ''));
  };
}

function base(context: CheckContext, declared: Declared, part: RequestPart, content: ContentParameter | undefined) {
  const schema = content ? content.schema : declared.schema;
  const facts = factsOf(context.schemas, schema);
  return {
    name: declared.name,
    part,
    required: declared.required === true,
    allowEmptyValue: declared.allowEmptyValue === true,
    open: facts.open,
    fallback: facts.fallback,
    check: compileCheck(context, schema, { coerce: content === undefined, strings: content === undefined }),
  };
}

/** The model keeps `content` as the document has it, and its type does not mention it. */
function contentOf(declared: Declared, decode: Decode): ContentParameter | undefined {
  return 'content' in declared ? contentParameter(declared.content, decode) : undefined;
}

const JSON_FORM = 'must be JSON, percent-encoded as UTF-8';

/** Label and matrix have prefixes that few know: they are shown. */
function formOf(
  { name, style, explode }: Omit<TextStyle, 'decode'>,
  content: ContentParameter | undefined,
  facts: SchemaFacts,
): string {
  if (content !== undefined) return JSON_FORM;
  const form = `must be percent-encoded UTF-8 in style ${style}`;
  if (style !== 'label' && style !== 'matrix') return form;
  const pieces = facts.object ? (explode ? ['a=1', 'b=2'] : ['a', '1', 'b', '2']) : facts.array ? ['1', '2'] : ['1'];
  if (style === 'label') return `${form}, such as .${pieces.join(explode ? '.' : ',')}`;
  if (!explode) return `${form}, such as ;${name}=${pieces.join(',')}`;
  return `${form}, such as ;${pieces.map((piece) => (facts.object ? piece : `${name}=${piece}`)).join(';')}`;
}
