import type { IHttpOperation } from '@stoplight/types';
import fc from 'fast-check';
import type { HttpRequest } from '../exchange.ts';
import { arbitraryValue } from './arbitrary-value.ts';
import { twistsFor } from './twists.ts';
import { type Draft, plain, writtenRequest } from './written-request.ts';

/** Requests for an operation: as it wants them, or with one thing done otherwise. */
export interface Proposed {
  readonly what: string;
  readonly request: HttpRequest;
}

export function arbitraryRequest(operation: IHttpOperation): fc.Arbitrary<Proposed> {
  return fc
    .tuple(arbitraryDraft(operation), fc.constantFrom(...twistsFor(operation)))
    .map(([draft, [what, change]]) => ({ what, request: writtenRequest(change(draft)) }));
}

const bundleOf = (operation: IHttpOperation): unknown => Reflect.get(operation, '__bundled__');

function arbitraryDraft(operation: IHttpOperation): fc.Arbitrary<Draft> {
  const { path = [], query = [], headers = [], body } = operation.request ?? {};
  const values = (params: readonly { name: string; schema?: unknown; required?: boolean | undefined }[]) =>
    fc.record(
      Object.fromEntries(params.map(({ name, schema }) => [name, arbitraryValue(schema, bundleOf(operation))])),
      { requiredKeys: params.filter(({ required }) => required).map(({ name }) => name) },
    );
  const content = body?.contents?.find(({ mediaType }) => /json/.test(mediaType)) ?? body?.contents?.[0];
  const payload = content === undefined ? fc.constant(undefined) : arbitraryValue(content.schema, bundleOf(operation));
  return fc
    .tuple(values(path.map((param) => ({ ...param, required: true }))), values(query), values(headers), payload)
    .map(([pathValues, queryValues, headerValues, bodyValue]) => ({
      method: operation.method.toUpperCase(),
      template: operation.path,
      path: pathValues,
      query: Object.entries(queryValues),
      headers: {
        ...Object.fromEntries(Object.entries(headerValues).map(([name, value]) => [name.toLowerCase(), plain(value)])),
        ...credentialsFor(operation),
        ...(content !== undefined && { 'content-type': content.mediaType }),
      },
      body: bodyValue,
    }));
}

/** For the first alternative; query keys are left out, and so both sides refuse. */
function credentialsFor(operation: IHttpOperation): Record<string, string> {
  const schemes = operation.security?.[0] ?? [];
  return Object.assign(
    {},
    ...schemes.map((scheme) => {
      if (scheme.type === 'apiKey')
        return scheme.in === 'header'
          ? { [scheme.name.toLowerCase()]: 'key' }
          : scheme.in === 'cookie'
            ? { cookie: `${scheme.name}=key` }
            : {};
      return { authorization: scheme.type === 'http' && scheme.scheme === 'basic' ? 'Basic YTpi' : 'Bearer token' };
    }),
  );
}
