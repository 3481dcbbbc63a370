import { hashOf, isValid, type Operation, type Sampler, type Schemas } from '@stuntdouble/engine';
import type { DraftBody, RequestDraft } from './request-draft.ts';
import { isWritable } from './write-request.ts';

/** Makes requests that an operation takes, from the document's own examples, else generated, always the same for a seed. */
export interface DraftSettings {
  readonly schemas: Schemas;
  readonly sample: Sampler;
  readonly seed: string;
  /** Ids that the provider itself has shown, by parameter. */
  readonly known: Readonly<Record<string, unknown>>;
  /** Puts such ids into a body. @default leaves it as it is */
  readonly referring?: (body: unknown) => unknown;
}

export type Drafted = { readonly draft: RequestDraft; readonly documented: boolean } | { readonly cannot: string };

type Model = ReturnType<Operation['model']>;
type Parameter = NonNullable<NonNullable<Model['request']>['query' | 'path' | 'headers' | 'cookie']>[number];
type Content = NonNullable<NonNullable<NonNullable<Model['request']>['body']>['contents']>[number];

/** @param optional whether optional parameters are sent as well. @param fromExamples whether the document's examples are taken. */
export function draftRequest(
  operation: Operation,
  settings: DraftSettings,
  { optional, fromExamples }: { readonly optional: boolean; readonly fromExamples: boolean },
): Drafted {
  const { request } = operation.model();
  const cannot: string[] = [];
  let documented = fromExamples;
  const fill = (parameters: readonly Parameter[] = [], all: boolean): Record<string, unknown> => {
    const values: Record<string, unknown> = {};
    for (const parameter of parameters) {
      if (!all && !parameter.required && !(optional && fits(parameter))) continue;
      const found = valueFor(parameter, operation, settings, fromExamples);
      if (found === undefined) {
        if (parameter.required || all) cannot.push(parameter.name);
        continue;
      }
      if (!found.documented) documented = false;
      values[parameter.name] = found.value;
    }
    return values;
  };
  const undeclared = [...operation.template.matchAll(/\{([^{}]+)\}/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => !request?.path?.some((parameter) => parameter.name === name));
  const path = {
    ...fill(request?.path, true),
    ...Object.fromEntries(undeclared.map((name) => [name, settings.known[name] ?? '1'])),
  };
  const query = fill(request?.query, false);
  const headers = fill(
    request?.headers?.filter(({ name }) => !/^(?:accept|content-type|authorization)$/i.test(name)),
    false,
  );
  const cookies = fill(request?.cookie, false);
  if (cannot.length > 0) return { cannot: `no value for ${cannot.join(', ')} can be made from the document` };
  const body = bodyFor(operation, settings, fromExamples);
  if (body !== undefined && 'cannot' in body) return body;
  if (body !== undefined && !body.documented) documented = false;
  return { draft: { path, query, headers, cookies, body: body?.body }, documented };
}

/** What pages and cursors point to nobody knows before the first page. */
const fits = ({ name }: Parameter): boolean =>
  !/cursor|token|after|before|page_?key|starting|ending|if-|range/i.test(name);

function valueFor(
  parameter: Parameter,
  operation: Operation,
  { schemas, sample, seed, known }: DraftSettings,
  fromExamples: boolean,
): { readonly value: unknown; readonly documented: boolean } | undefined {
  if (Object.hasOwn(known, parameter.name) && operation.template.includes(`{${parameter.name}}`))
    return { value: known[parameter.name], documented: true };
  const schema = parameter.schema ?? contentSchema(parameter) ?? { type: 'string' };
  const example =
    fromExamples || operation.template.includes(`{${parameter.name}}`) ? firstExample(parameter) : undefined;
  if (example !== undefined && isValid(schemas, schema, example)) return { value: example, documented: true };
  const sampled = sample(schemas, schema, {
    seed: hashOf(seed, operation.pointer, parameter.name),
    hints: { name: parameter.name },
  });
  if ('unsatisfiable' in sampled || sampled.value === '') return undefined;
  return { value: sampled.value, documented: false };
}

function firstExample({ examples = [] }: Pick<Parameter, 'examples'>): unknown {
  const [first] = examples;
  return first && 'value' in first ? first.value : undefined;
}

function contentSchema(parameter: Parameter): unknown {
  if (!('content' in parameter) || typeof parameter.content !== 'object' || parameter.content === null)
    return undefined;
  const [media]: unknown[] = Object.values(parameter.content);
  return typeof media === 'object' && media !== null && 'schema' in media ? media.schema : undefined;
}

function bodyFor(
  operation: Operation,
  { schemas, sample, seed, referring = (value) => value }: DraftSettings,
  fromExamples: boolean,
): { readonly body: DraftBody; readonly documented: boolean } | { readonly cannot: string } | undefined {
  const { body } = operation.model().request ?? {};
  const contents = body?.contents ?? [];
  const content = preferred(contents);
  if (content === undefined)
    return contents.length > 0 && body?.required
      ? { cannot: `bodies of ${contents[0]?.mediaType} cannot be made` }
      : undefined;
  const { mediaType } = content;
  const example = fromExamples ? firstExample(content) : undefined;
  if (example !== undefined && isValid(schemas, content.schema ?? true, example))
    return { body: { mediaType: concrete(mediaType), value: referring(example) }, documented: true };
  if (content.schema === undefined)
    return body?.required ? { body: { mediaType: concrete(mediaType), value: {} }, documented: false } : undefined;
  const sampled = sample(schemas, content.schema, { seed: hashOf(seed, operation.pointer, 'body') });
  if ('unsatisfiable' in sampled) return { cannot: 'no body satisfies its schema' };
  return { body: { mediaType: concrete(mediaType), value: referring(sampled.value) }, documented: false };
}

function preferred(contents: readonly Content[]): Content | undefined {
  const wanted = [/[/+]json\b/i, /x-www-form-urlencoded/i, /^multipart\/form-data/i, /^text\//i, /octet-stream/i];
  const written = contents.filter(({ mediaType }) => isWritable(mediaType) || mediaType.includes('*'));
  return wanted.map((pattern) => written.find(({ mediaType }) => pattern.test(mediaType))).find(Boolean) ?? written[0];
}

const concrete = (mediaType: string): string =>
  mediaType.includes('*') ? (mediaType.startsWith('text/') ? 'text/plain' : 'application/json') : mediaType;
