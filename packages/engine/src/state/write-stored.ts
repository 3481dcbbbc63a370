import type { IHttpOperationResponse, IMediaTypeContent } from '@stoplight/types';
import type { Answer, Source } from '../exchange.ts';
import { fieldValue } from '../header/field-value.ts';
import type { Operation } from '../operation.ts';
import { schemaOf } from '../respond/body-source.ts';
import { chooseContent, usualResponse } from '../respond/choose-response.ts';
import { answerSeed } from '../respond/example-value.ts';
import { responseHeaders } from '../respond/response-headers.ts';
import { serialise } from '../respond/serialise.ts';
import { isValid } from '../schema/check.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import type { KnownMembers } from '../schema/known-members.ts';
import { repair } from '../schema/repair.ts';
import { loadSampler, type Sampler } from '../schema/sample.ts';
import type { StateContext } from './context.ts';

/** Writes a value as the success response of an operation: made valid, with the header fields that the document describes. Never decides which value. */
export interface StoredWriter {
  /** `fields` win over the described ones of the same name; undefined leaves one out. `isValid`: the value was checked just now. Undefined where no valid answer can be written. */
  write(
    value: unknown,
    accept: string | undefined,
    source: Source,
    fields: Fields,
    isValid?: boolean,
  ): Answer | undefined;
  /** Whether the response describes such a header field, by its name in lower case. */
  describes(header: string): boolean;
  /** Whether the document describes a header field as a whole address: `format: uri`, or an example that is one. */
  isAddress(header: string): boolean;
  /** Leaves out the described header fields whose name matches. */
  without(name: RegExp): Fields;
  readonly status: number;
  readonly hasContent: boolean;
  /** The nearest value that is valid in the JSON content; undefined where there is none. */
  fitted(value: unknown, schema: JsonSchema, known?: KnownMembers): { readonly value: unknown } | undefined;
}

export type Fields = Readonly<Record<string, string | undefined>>;

export function compileStoredWriter(operation: Operation, context: StateContext): StoredWriter | undefined {
  const usual = usualResponse(operation.model().responses);
  if (usual === undefined) return undefined;
  const { status, response } = usual;
  const { responseSchemas: schemas } = context;
  const described = new Set((response.headers ?? []).map(({ name }) => name.toLowerCase()));
  const kept = new Map<string | undefined, readonly string[]>();
  const headersOf = (content: IMediaTypeContent | undefined): readonly string[] => {
    let headers = kept.get(content?.mediaType);
    if (headers === undefined) {
      headers = describedHeaders(operation, response, content, context);
      kept.set(content?.mediaType, headers);
    }
    return headers;
  };
  const fitted: StoredWriter['fitted'] = (value, schema, known) => {
    if (isValid(schemas, schema, value, known)) return { value };
    const mended = repair(schemas, schema, value, {
      seed: answerSeed(context.seed, operation.id, response.code, ''),
      sample: loaded(),
    });
    return 'unsatisfiable' in mended ? undefined : { value: mended.value };
  };
  return {
    status,
    hasContent: (response.contents ?? []).length > 0,
    describes: (header) => described.has(header),
    isAddress(header) {
      const found = (response.headers ?? []).find(({ name }) => name.toLowerCase() === header);
      const [example] = (found?.examples ?? []).flatMap((each) => ('value' in each ? [each.value] : []));
      const isUrl = typeof example === 'string' && /^https?:/.test(example);
      return isUrl || (example === undefined && found?.schema?.format === 'uri');
    },
    without: (name) =>
      Object.fromEntries([...described].filter((each) => name.test(each)).map((each) => [each, undefined])),
    fitted,
    write(value, accept, source, fields, isKnownValid = false) {
      const chosen = chooseContent(response, accept);
      if (chosen.kind === 'not-acceptable') return undefined;
      const content = chosen.kind === 'content' ? chosen.content : undefined;
      const given = withFields(headersOf(content), fields);
      const tail = [...given, 'Stunt-Source', source];
      if (content === undefined || status === 204 || status === 205)
        return { status, headers: status === 204 ? tail : ['Content-Length', '0', ...tail], body: undefined, source };
      const schema = schemaOf(content, schemas);
      const fit = schema === undefined || isKnownValid ? { value } : fitted(value, schema);
      const mediaType = content.mediaType.includes('*') ? 'application/json' : content.mediaType;
      const body = fit && serialise(fit.value, mediaType, schemas, schema);
      if (body === undefined) return undefined;
      return {
        status,
        headers: ['Content-Type', fieldValue(mediaType), 'Content-Length', String(body.length), ...tail],
        body,
        source,
      };
    },
  };
}

function describedHeaders(
  operation: Operation,
  response: IHttpOperationResponse,
  content: IMediaTypeContent | undefined,
  { responseSchemas, seed }: StateContext,
): readonly string[] {
  const own = answerSeed(seed, operation.id, response.code, content?.mediaType ?? '');
  const headers = responseHeaders(response, responseSchemas, own, loaded());
  return operation.deprecated ? [...headers, 'Deprecation', 'true'] : headers;
}

function withFields(headers: readonly string[], fields: Fields): string[] {
  const names = Object.keys(fields);
  const all = names.length === 0 ? [...headers] : headers.length === 0 ? [] : without(headers, names);
  for (const name of names) {
    const value = fields[name];
    if (value !== undefined) all.push(name, fieldValue(value));
  }
  return all;
}

function without(headers: readonly string[], names: readonly string[]): string[] {
  const own = new Set(names.map((name) => name.toLowerCase()));
  const rest: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    if (!own.has(name.toLowerCase())) rest.push(name, headers[i + 1] ?? '');
  }
  return rest;
}

/** State answers only once the sampler is there. */
export function loaded(): Sampler {
  const sampler = loadSampler();
  if (sampler instanceof Promise) throw new Error('the sampler is loaded before state answers');
  return sampler;
}
