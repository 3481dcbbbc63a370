import type { ApiDocument, Operation } from '@stuntdouble/engine';
import { isRecord, plausibleValue } from './plausible-value.ts';
import { firstExample, requestBody } from './request-body.ts';
import { isAskedFor, type ShownCredentials } from './shown-credentials.ts';

/** What a valid request to an operation consists of, from the document's own examples where it has some. */
export interface RequestParts {
  readonly method: string;
  /** Path and query, encoded, without the base path. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

type Model = ReturnType<Operation['model']>;
type Parameter = NonNullable<NonNullable<Model['request']>['query' | 'path' | 'headers']>[number];

/** @returns undefined where a required part cannot be told from the document with confidence. */
export function requestParts(
  operation: Operation,
  document: ApiDocument,
  shown: ShownCredentials | undefined,
): RequestParts | undefined {
  const model = operation.model();
  if (!model.responses.some(({ code }) => /^(2..|default)$/i.test(code))) return undefined;
  const credentials = shown ? credentialsFor(model, shown) : { headers: [], query: [] };
  if (!credentials) return undefined;
  const required = (parameters: readonly Parameter[] = []) =>
    parameters
      .filter((parameter) => parameter.required)
      .map((parameter) => [parameter.name, scalarFor(parameter, document)] as const);
  const path = fillTemplate(operation.template, model.request?.path ?? [], document);
  const query = required(model.request?.query);
  // A body brings its own; Postman collections name the field besides.
  const headers = required(model.request?.headers?.filter(({ name }) => name.toLowerCase() !== 'content-type'));
  if (path === undefined || !areKnown(query) || !areKnown(headers)) return undefined;
  if (model.request?.cookie?.some((cookie) => cookie.required)) return undefined;
  const search = [...query, ...credentials.query].map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  const base = { method: operation.method, target: search ? `${path}?${search}` : path };
  const sent = [...credentials.headers, ...headers];
  if (!['POST', 'PUT', 'PATCH'].includes(operation.method)) return { ...base, headers: sent };
  const body = requestBody(model.request?.body, document);
  if (!body) return body === null ? { ...base, headers: sent } : undefined;
  return { ...base, headers: [...sent, ['content-type', body.mediaType]], body: body.text };
}

function areKnown(
  pairs: readonly (readonly [string, string | undefined])[],
): pairs is readonly (readonly [string, string])[] {
  return pairs.every(([, value]) => value !== undefined);
}

function fillTemplate(template: string, parameters: readonly Parameter[], document: ApiDocument): string | undefined {
  let isComplete = true;
  const path = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const parameter = parameters.find((candidate) => candidate.name === name);
    const value = parameter && scalarFor(parameter, document);
    if (!value) isComplete = false;
    return encodeURIComponent(value ?? '');
  });
  return isComplete ? path : undefined;
}

/** Only what every style writes the same way: a scalar. */
function scalarFor(parameter: Parameter, document: ApiDocument): string | undefined {
  if (parameter.style === 'label' || parameter.style === 'matrix' || parameter.style === 'deepObject') return undefined;
  const value = firstExample(parameter.examples) ?? plausibleValue(parameter.schema, document.root);
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

type Pair = readonly [name: string, value: string];

/** For the first security alternative that fits a command line; one that needs no token before comes first. */
function credentialsFor(model: Model, shown: ShownCredentials): { headers: Pair[]; query: Pair[] } | undefined {
  const alternatives = model.security ?? [];
  if (alternatives.length === 0) return { headers: [], query: [] };
  const isLast = (schemes: (typeof alternatives)[number]): boolean =>
    schemes.some((scheme) => isAskedFor(authorization(scheme, shown)?.[1] ?? ''));
  for (const schemes of alternatives.toSorted((a, b) => Number(isLast(a)) - Number(isLast(b)))) {
    const headers: Pair[] = [];
    const query: Pair[] = [];
    const isCovered = schemes.every((scheme) => {
      const place = isRecord(scheme) && scheme.type === 'apiKey' ? scheme.in : scheme.type;
      if (place === 'query' && 'name' in scheme) return query.push([scheme.name, shown.apiKey]);
      const header =
        'name' in scheme && place === 'header' ? ([scheme.name, shown.apiKey] as const) : authorization(scheme, shown);
      return header && headers.push(header);
    });
    if (isCovered) return { headers, query };
  }
  return undefined;
}

function authorization(
  scheme: { readonly type: string; readonly scheme?: string },
  { bearer, token, basic }: ShownCredentials,
): Pair | undefined {
  if (scheme.type === 'oauth2' || scheme.type === 'openIdConnect') return ['authorization', `Bearer ${token}`];
  if (scheme.type !== 'http') return undefined;
  if (scheme.scheme?.toLowerCase() === 'bearer') return ['authorization', `Bearer ${bearer}`];
  return scheme.scheme?.toLowerCase() === 'basic' ? ['authorization', `Basic ${basic}`] : undefined;
}
