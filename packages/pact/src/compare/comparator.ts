import type { Result } from '@pactflow/openapi-pact-comparator';
import type { Operation } from '@stuntdouble/engine';
import type { HttpInteraction } from '../pact/pact.ts';
import type { CompareCode, Draft } from './finding.ts';
import { escapeToken } from './pointer.ts';

/** An interaction, and the operation that our router found for it. */
export interface Routed {
  readonly operation: Operation;
  readonly interaction: HttpInteraction;
}

/**
 * The adaptor around PactFlow's comparator. It is shown a document of the operations that are used, each under a path of its own,
 * references resolved and schemas left out, and interactions in plain spelling; it says what it is right about: statuses, media types,
 * header fields. Values, credentials and queries it never sees: docs/adr/027 lists what it makes of them.
 * @returns what it found, for each of the given.
 */
export async function runComparator(routed: readonly Routed[]): Promise<Draft[][]> {
  const found = routed.map((): Draft[] => []);
  if (routed.length === 0) return found;
  // A megabyte that no other command needs.
  const { Comparator } = await import('@pactflow/openapi-pact-comparator');
  const comparator = new Comparator({
    oas: {
      openapi: '3.0.3',
      info: { title: 'the operations that are used', version: '' },
      paths: Object.fromEntries(routed.map(({ operation }, index) => [pathAt(index), isolated(operation)])),
    },
  });
  const interactions = routed.map(({ operation, interaction }, index) => plain(operation, interaction, pathAt(index)));
  for await (const result of comparator.compare({ interactions })) {
    const index = Number(/^\[root\]\.interactions\[(\d+)\]/.exec(result.mockDetails?.location ?? '')?.[1]);
    const about = routed[index];
    const draft = about && draftOf(result, about.operation, about.interaction);
    if (draft !== undefined) found[index]?.push(draft);
  }
  return found;
}

/** Without parameters: which operation is meant is known already. */
const pathAt = (index: number): string => `/${index}`;

function isolated(operation: Operation): object {
  const { request, responses, security = [] } = operation.model();
  const keys = security.flat().filter((scheme) => scheme.type === 'apiKey' && scheme.in === 'header');
  const fields = [...(request?.headers ?? []), ...keys].flatMap((field) => ('name' in field ? [field.name] : []));
  const content = (contents: readonly { readonly mediaType: string }[] = []) =>
    Object.fromEntries(contents.map(({ mediaType }) => [mediaType, { schema: {} }]));
  const described = {
    parameters: fields.map((name) => ({ name, in: 'header', schema: {} })),
    ...(request?.body && { requestBody: { content: content(request.body.contents) } }),
    responses: Object.fromEntries(
      responses.map(({ code, contents, headers = [] }) => [
        /^\dxx$/i.test(code) ? code.toUpperCase() : code,
        {
          description: '',
          content: content(contents),
          headers: Object.fromEntries(headers.map(({ name }) => [name, { schema: {} }])),
        },
      ]),
    ),
  };
  return { [methodOf(operation.method)]: described };
}

/** It knows the methods of OpenAPI 3.0 only; which one it is makes no difference to what it is asked. */
const methodOf = (method: string): string =>
  ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'].find(
    (known) => known === method.toLowerCase(),
  ) ?? 'post';

function plain({ method }: Operation, { description, request, response }: HttpInteraction, path: string): object {
  return {
    description,
    request: { method: methodOf(method), path, headers: plainFields(request.headers) },
    response: { status: response.status, headers: plainFields(response.headers) },
  };
}

/** It reads them by `Headers`, which throws on what no header field may hold; qualities and parameters make it lose the rest of a list. */
function plainFields(fields: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && name.toLowerCase() !== 'authorization')
      .map(([name, values]) => {
        const text = values.join(', ').replaceAll(/[^\x20-\x7e]/g, '?');
        return [name, name.toLowerCase() === 'accept' ? text.replaceAll(/;[^,]*/g, '') : text];
      }),
  );
}

/** What it is asked for. A request that is meant to be refused may be as wrong as it likes. */
const trusted: readonly CompareCode[] = [
  'request.accept.incompatible',
  'request.content-type.unknown',
  'request.header.unknown',
  'response.status.unknown',
  'response.status.default',
  'response.content-type.incompatible',
  'response.content-type.unknown',
  'response.header.unknown',
  'response.header.undefined',
];

function draftOf(
  { code, message, type, mockDetails }: Result,
  operation: Operation,
  interaction: HttpInteraction,
): Draft | undefined {
  const known = trusted.find((trustedCode) => trustedCode === code);
  if (known === undefined || type === 'info') return undefined;
  if (known.startsWith('request.') && interaction.response.status >= 400) return undefined;
  return {
    code: known,
    severity: type,
    message: worded(message, mockDetails?.value),
    at: placeOf(mockDetails?.location ?? '', interaction),
    pointer: known.startsWith('response.')
      ? responsePointer(operation, interaction.response.status)
      : operation.pointer,
  };
}

/** It lower-cases the names of header fields: the pact's own spelling is what can be found in the file. */
function placeOf(location: string, { request, response }: HttpInteraction): string {
  const [, part = 'request', what = '', name] =
    /^\[root\]\.interactions\[\d+\]\.(request|response)\.(\w+)(?:\.(.*))?$/.exec(location) ?? [];
  if (name === undefined) return `/${part}/${what}`;
  const fields = Object.keys((part === 'request' ? request : response).headers);
  const spelled = fields.find((field) => field.toLowerCase() === name.toLowerCase()) ?? name;
  return `/${part}/${what}/${escapeToken(spelled)}`;
}

function responsePointer(operation: Operation, status: number): string {
  const codes = operation.model().responses.map(({ code }) => code);
  const code = [String(status), `${String(status)[0]}XX`, 'default'].find((name) =>
    codes.some((candidate) => candidate.toUpperCase() === name.toUpperCase()),
  );
  return `${operation.pointer}/responses${code === undefined ? '' : `/${escapeToken(code)}`}`;
}

const worded = (message: string, value: unknown): string =>
  typeof value === 'string' && !message.includes(value)
    ? `${message.replaceAll('spec file', 'document')}: ${value}`
    : message.replaceAll('spec file', 'document');
