import type { ApiDocument, Operation } from '@stuntdouble/engine';
import { isRecord, plausibleValue } from './plausible-value.ts';
import { firstExample, requestBody } from './request-body.ts';

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
  withCredentials: boolean,
  credentials: Credentials = standIns,
): RequestParts | undefined {
  const model = operation.model();
  if (!model.responses.some(({ code }) => /^(2..|default)$/i.test(code))) return undefined;
  const shown = withCredentials ? credentialsFor(model, credentials) : { headers: [], query: [] };
  if (!shown) return undefined;
  const required = (parameters: readonly Parameter[] = []) =>
    parameters
      .filter((parameter) => parameter.required)
      .map((parameter) => [parameter.name, scalarFor(parameter, document)] as const);
  const path = fillTemplate(operation.template, model.request?.path ?? [], document);
  const query = required(model.request?.query);
  const headers = required(model.request?.headers);
  if (path === undefined || !areKnown(query) || !areKnown(headers)) return undefined;
  if (model.request?.cookie?.some((cookie) => cookie.required)) return undefined;
  const search = [...query, ...shown.query].map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  const base = { method: operation.method, target: search ? `${path}?${search}` : path };
  const sent = [...shown.headers, ...headers];
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

/** What a client shows: an API key, or a bearer token; and the name and password of HTTP basic. */
export interface Credentials {
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Well-formed, and good enough where nobody asks whether they are right. */
const standIns: Credentials = { apiKey: 'test-key', clientId: 'test', clientSecret: 'test' };

/** For the first security alternative that fits a command line. */
function credentialsFor(model: Model, credentials: Credentials): { headers: Pair[]; query: Pair[] } | undefined {
  const alternatives = model.security ?? [];
  if (alternatives.length === 0) return { headers: [], query: [] };
  for (const schemes of alternatives) {
    const headers: Pair[] = [];
    const query: Pair[] = [];
    const isCovered = schemes.every((scheme) => {
      const place = isRecord(scheme) && scheme.type === 'apiKey' ? scheme.in : scheme.type;
      if (place === 'query' && 'name' in scheme) return query.push([scheme.name, credentials.apiKey]);
      const header =
        'name' in scheme && place === 'header'
          ? ([scheme.name, credentials.apiKey] as const)
          : authorization(scheme, credentials);
      return header && headers.push(header);
    });
    if (isCovered) return { headers, query };
  }
  return undefined;
}

function authorization(
  scheme: { readonly type: string; readonly scheme?: string },
  credentials: Credentials,
): Pair | undefined {
  const bearer = credentials === standIns ? 'test-token' : credentials.apiKey;
  if (scheme.type === 'oauth2' || scheme.type === 'openIdConnect') return ['authorization', `Bearer ${bearer}`];
  if (scheme.type !== 'http') return undefined;
  if (scheme.scheme?.toLowerCase() === 'bearer') return ['authorization', `Bearer ${bearer}`];
  if (scheme.scheme?.toLowerCase() !== 'basic') return undefined;
  const words = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
  return ['authorization', `Basic ${words}`];
}
