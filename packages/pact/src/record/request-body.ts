import { hashOf, type JsonSchema, type SchemaObject, type Schemas } from '@stuntdouble/engine';
import type { Json } from '../pact/pact.ts';
import { isJson, parseJson } from './json-value.ts';
import { type Making, schemaOf, shownIn, textOf } from './making.ts';
import { and, type Rule } from './matcher.ts';
import { projectBody } from './project-body.ts';
import { essenceOf, fieldOf, isJsonType } from './recorded-exchange.ts';
import { asObject, partsOf, propertyOf } from './schema-parts.ts';

/** The body of a request with stand-ins: JSON and forms by their names, everything else by its kind. */
export interface BodyPart {
  readonly contentType: string;
  readonly json: { readonly content: Json; readonly contentType: string; readonly encoded: string | false };
  readonly rules: Readonly<Record<string, Rule>>;
  readonly features: readonly string[];
  readonly shape: string;
  /** In base64; undefined for what is read by names. */
  readonly bytes?: string;
  readonly both: { readonly sent: Json; readonly shown: Json } | undefined;
}

export function bodyOf(making: Making): BodyPart | undefined {
  const { operation, exchange, requestSchemas, standIns, documented } = making;
  const given = essenceOf(fieldOf(exchange.request.headers, 'content-type') ?? '');
  if (exchange.request.body === '' || given === '') return undefined;
  const contents = operation.model().request?.body?.contents ?? [];
  const named = contents.find(({ mediaType }) => essenceOf(mediaType) === given);
  const content = named ?? contents.find(({ mediaType }) => isRangeOf(essenceOf(mediaType), given));
  const sentType =
    named || USUAL.test(given) ? given : isJsonType(given) ? 'application/json' : 'application/octet-stream';
  const schema = schemaOf(making, content?.schema);
  const projection = { schemas: requestSchemas, standIns, documented, side: 'request', place: 'body' } as const;
  if (isJsonType(sentType)) {
    const sent = parseJson(exchange.request.body);
    const projected = projectBody(sent, schema, projection);
    return {
      contentType: sentType,
      json: { content: projected.content, contentType: sentType, encoded: false },
      rules: projected.rules,
      features: featuresOf(requestSchemas, schema, projected.content),
      shape: projected.shape,
      both: { sent, shown: projected.content },
    };
  }
  return sentType === 'application/x-www-form-urlencoded'
    ? formOf(making, schema, sentType)
    : bytesOf(making, content, sentType);
}

/** Where the document takes any media type, what the client calls its own says who it is. */
const USUAL =
  /^(?:image\/(?:png|jpeg|gif|webp)|application\/(?:pdf|json|xml|zip|octet-stream|x-www-form-urlencoded)|multipart\/form-data|text\/(?:plain|csv|xml|html))$/;

const isRangeOf = (range: string, mediaType: string): boolean =>
  range === '*/*' || (range.endsWith('/*') && mediaType.startsWith(range.slice(0, -1)));

/** The optional properties that were sent: what is required says nothing new. */
function featuresOf(schemas: Schemas, schema: JsonSchema, content: Json): string[] {
  const required = new Set(partsOf(schemas, schema, content).flatMap((part) => part.required ?? []));
  const names = Object.keys(asObject(content) ?? {}).filter((name) => !required.has(name));
  return names.length === 0 ? [] : [names.toSorted().join(', ')];
}

function formOf(making: Making, schema: JsonSchema, contentType: string): BodyPart {
  const fields = new URLSearchParams(making.exchange.request.body);
  const parts = partsOf(making.requestSchemas, schema, Object.fromEntries(fields));
  const declared = [...fields].flatMap(([name, sent]): [string, string][] => {
    const property = fieldSchema(making.requestSchemas, parts, name);
    if (property === undefined) return [];
    // A list is sent as its items, each under the name of the list.
    const one = itemsOf(making.requestSchemas, property) ?? property;
    return [[name, textOf(making, sent, one, { place: `form ${name}`, name })]];
  });
  return {
    contentType,
    json: { content: new URLSearchParams(declared).toString(), contentType, encoded: false },
    rules: Object.fromEntries(declared.map(([name]) => [`$.${name}`, and({ match: 'type' })])),
    features: [],
    shape: [...new Set(declared.map(([name]) => name))].toSorted().join(' '),
    both: undefined,
  };
}

/** `address[lines][0]` is within `address`. What is required and not declared is there nevertheless. */
function fieldSchema(schemas: Schemas, parts: readonly SchemaObject[], field: string): JsonSchema | undefined {
  const [name = '', ...steps] = field.split(/[[\]]+/).filter((step, at) => at === 0 || step !== '');
  const isRequired = parts.some(({ required }) => required?.includes(name));
  let found = propertyOf(schemas, parts, name) ?? (isRequired ? true : undefined);
  for (const step of steps) {
    if (found === undefined) return undefined;
    found = /^\d+$/.test(step) ? itemsOf(schemas, found) : propertyOf(schemas, partsOf(schemas, found, {}), step);
  }
  return found;
}

/** The schema of the items of a list; undefined for what is none. */
function itemsOf(schemas: Schemas, schema: JsonSchema): JsonSchema | undefined {
  return partsOf(schemas, schema, []).flatMap(({ items }) => (items === undefined ? [] : [items]))[0];
}

/** What cannot be read by names is known by its kind alone; something of that kind is sent in its place. */
function bytesOf(making: Making, content: BodyContent | undefined, contentType: string): BodyPart {
  const isForm = contentType === 'multipart/form-data';
  const [example] = shownIn(content?.examples);
  const text = isForm ? multipartOf(making, content) : typeof example === 'string' ? example : 'recorded';
  const type = isForm ? `${contentType}; boundary=${BOUNDARY}` : contentType;
  return {
    contentType: type,
    json: /^text\//.test(contentType)
      ? { content: text, contentType: type, encoded: false }
      : { content: Buffer.from(text).toString('base64'), contentType: type, encoded: 'base64' },
    rules: { $: and({ match: 'contentType', value: contentType }) },
    features: [],
    shape: contentType,
    ...(!isForm && { bytes: Buffer.from(text).toString('base64') }),
    both: undefined,
  };
}

interface BodyContent {
  readonly schema?: object;
  readonly examples?: readonly object[];
}

const BOUNDARY = 'recorded-boundary';

function multipartOf({ sample, requestSchemas, operation }: Making, content: BodyContent | undefined): string {
  const schema = content?.schema ?? {};
  const drawn = sample(requestSchemas, schema, { seed: hashOf(operation.id, 'multipart') });
  const fields = 'unsatisfiable' in drawn || !isJson(drawn.value) ? undefined : asObject(drawn.value);
  const parts = Object.entries(fields ?? {}).map(([name, value]) => {
    const isFile = isBinary(schema, name);
    const text = isFile ? 'recorded' : typeof value === 'string' ? value : JSON.stringify(value);
    const head = isFile ? '; filename="recorded.bin"\r\nContent-Type: application/octet-stream' : '';
    return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${head}\r\n\r\n${text}\r\n`;
  });
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
}

/** As the model of an operation has it: no JSON can be bytes, so that normalised schemas do not tell. */
function isBinary({ properties }: { readonly properties?: object }, name: string): boolean {
  const [, property] = Object.entries(properties ?? {}).find(([each]) => each === name) ?? [];
  return typeof property === 'object' && property !== null && 'contentMediaType' in property;
}
