/**
 * A client for tests that takes the document at its word: it calls operations by their ids over a real socket, and holds every answer
 * against what the document says of it (status, media type, body, header fields). Its clients count together what they saw.
 */
import { type Check, createChecks } from '../checks.ts';
import { type DocumentedOperation, isRecord, type PlatformDocument, readDocument } from '../document.ts';
import { Problem } from '../problem.ts';

export interface TestCall {
  /** Of the path, the query and the header, by name; what the document does not know goes into the query. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The fields of a JSON body. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

export interface DocumentedClient {
  call(operationId: string, call?: TestCall): Promise<TestAnswer>;
}

export interface DocumentedClients {
  /** A client that sends these header fields. */
  with(credential: Readonly<Record<string, string>>): DocumentedClient;
  /** `operationId status`, of all answers so far. */
  readonly seen: ReadonlySet<string>;
}

export function documentedClients(url: string): DocumentedClients {
  const document = readDocument();
  const judge = judging(document);
  const operations = new Map(document.operations.map((operation) => [operation.id, operation]));
  const seen = new Set<string>();
  return {
    seen,
    with: (credential) => ({
      async call(operationId, { parameters = {}, json, body, headers = {} } = {}) {
        const operation = operations.get(operationId);
        if (!operation) throw new Error(`The document has no operation ${operationId}.`);
        const response = await fetch(`${url}${target(operation, parameters)}`, {
          method: operation.method,
          headers: {
            ...credential,
            ...(json && { 'content-type': 'application/json' }),
            ...ofHeader(operation, parameters),
            ...headers,
          },
          ...(json && { body: JSON.stringify(json) }),
          ...(body !== undefined && { body: typeof body === 'string' ? body : Buffer.from(body) }),
        });
        const bytes = Buffer.from(await response.arrayBuffer());
        seen.add(`${operationId} ${response.status}`);
        return { status: response.status, headers: response.headers, bytes, fields: judge(operation, response, bytes) };
      },
    }),
  };
}

function target(
  { path, parameters: known }: DocumentedOperation,
  parameters: Readonly<Record<string, string>>,
): string {
  const elsewhere = known.filter(({ in: place }) => place !== 'query').map(({ name }) => name);
  const query = Object.entries(parameters).filter(([name]) => !elsewhere.includes(name));
  const filled = path.replace(/\{(\w+)\}/, (_, name) => encodeURIComponent(parameters[name] ?? ''));
  return query.length === 0 ? filled : `${filled}?${new URLSearchParams(query)}`;
}

function ofHeader({ parameters: known }: DocumentedOperation, parameters: Readonly<Record<string, string>>) {
  const names = known.filter(({ in: place }) => place === 'header').map(({ name }) => name);
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => names.includes(name)));
}

/** Gives the fields of the body; throws where an answer is not what the document says. */
function judging(document: PlatformDocument) {
  const checks = createChecks(document);
  const compiled = new Map<string, Check<unknown>>();
  const hold = (pointer: string, value: unknown, what: string): void => {
    const check = compiled.get(pointer) ?? checks.schema(pointer);
    compiled.set(pointer, check);
    try {
      check(value);
    } catch (error) {
      const findings = error instanceof Problem ? JSON.stringify(error.findings) : String(error);
      throw new Error(`${what} is not what the document says: ${findings}`);
    }
  };

  return ({ id, responses }: DocumentedOperation, response: Response, bytes: Buffer): Record<string, unknown> => {
    const { status, headers } = response;
    const pointer = responses.get(String(status));
    if (pointer === undefined) throw new Error(`${id} answered ${status}, which the document does not have: ${bytes}`);
    const documented = document.at(pointer);
    const { headers: fields = {}, content } = isRecord(documented) ? documented : {};
    for (const name of Object.keys(Object(fields))) {
      const value = headers.get(name);
      if (value === null) continue;
      const schema = `${document.placeOf(`${pointer}/headers/${name}`)}/schema`;
      hold(schema, name === 'Retry-After' ? Number(value) : value, `${id} ${status} ${name}`);
    }
    if (!isRecord(content)) {
      if (bytes.length > 0) throw new Error(`${id} answered ${status} with a body, which the document does not have.`);
      return {};
    }
    const mediaType = headers.get('content-type') ?? 'none';
    if (!Object.hasOwn(content, mediaType)) throw new Error(`${id} answered ${status} as ${mediaType}.`);
    if (!mediaType.endsWith('json')) return {};
    const body: unknown = JSON.parse(bytes.toString());
    hold(`${pointer}/content/${mediaType.replaceAll('/', '~1')}/schema`, body, `The body of ${id} ${status}`);
    return isRecord(body) ? body : {};
  };
}
