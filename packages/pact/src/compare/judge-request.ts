import {
  type ApiDocument,
  checkValue,
  compileAdmission,
  compileSecurity,
  nearestMediaType,
  type Operation,
  parseMediaType,
  type Schemas,
} from '@stuntdouble/engine';
import type { HttpInteraction } from '../pact/pact.ts';
import type { Place } from './alternatives.ts';
import type { CompareCode, Draft } from './finding.ts';
import { escapeToken, pointerOf } from './pointer.ts';
import { readValue } from './read-value.ts';
import { readXmlBody } from './read-xml-body.ts';
import { requestOf, type WireRequest } from './request-of.ts';
import { type RuleBook, ruleBook, xmlRuleBook } from './rule-book.ts';
import { isNoExample } from './xml-rule-verdict.ts';

/** Would the provider take the request that a consumer sends? Asks the same gate that a double has. Never looks at the response. */
export interface RequestJudge {
  judge(operation: Operation, params: Readonly<Record<string, string>>, interaction: HttpInteraction): Draft[];
}

type Gate = ReturnType<typeof compileAdmission>;
type Violation = Extract<ReturnType<Gate['admit']>, { kind: 'invalid' }>['violations'][number];

export function requestJudge(document: ApiDocument, schemas: Schemas): RequestJudge {
  const gates = new Map<Operation, Gate>();
  const gateOf = (operation: Operation): Gate => {
    const gate = gates.get(operation) ?? compileAdmission(operation, schemas, { presenceOnly: true });
    gates.set(operation, gate);
    return gate;
  };
  return {
    judge(operation, params, interaction) {
      // What is meant to be refused may be wrong.
      if (interaction.response.status >= 400) return [];
      const request = requestOf(interaction, true);
      return [
        ...credentials(operation, request),
        ...queryNames(operation, interaction),
        ...values(gateOf(operation), operation, params, interaction, document),
        ...xmlBody(schemas, operation, interaction, document),
        ...rules(schemas, operation, interaction, document),
      ];
    },
  };
}

function credentials(operation: Operation, { headers, target }: WireRequest): Draft[] {
  const query = new Map(new URLSearchParams(target.split('?')[1] ?? ''));
  const missing = compileSecurity(operation.model().security)?.check(headers, query);
  if (missing === undefined) return [];
  return [
    {
      code: 'request.authorization.missing',
      severity: 'error',
      message: `the document asks for credentials: ${missing.missing.join(', or ')}`,
      at: '/request/headers',
      pointer: `${operation.pointer}/security`,
    },
  ];
}

function queryNames(operation: Operation, { request }: HttpInteraction): Draft[] {
  const { request: declared, security = [] } = operation.model();
  const parameters = declared?.query ?? [];
  const keys = security
    .flat()
    .flatMap((scheme) => (scheme.type === 'apiKey' && scheme.in === 'query' ? [scheme.name] : []));
  const names = new Set([...parameters.map(({ name }) => name), ...keys]);
  // The fields of an exploded object are parameters of their own, whatever they are called.
  const takesAny = parameters.some(
    ({ schema, explode, style }) => schema?.type === 'object' && explode !== false && style === 'form',
  );
  if (takesAny) return [];
  return Object.keys(request.query)
    .filter((name) => !names.has(name) && !names.has(name.replace(/\[.*$/, '')) && !names.has(`${name}[]`))
    .map((name) => ({
      code: 'request.query.unknown',
      severity: 'warning',
      message: `the document does not declare the query parameter ${name}`,
      at: `/request/query/${escapeToken(name)}`,
      pointer: operation.pointer,
    }));
}

/** Of the two readings of a query (items or data) one that passes is enough. */
function values(
  gate: Gate,
  operation: Operation,
  params: Readonly<Record<string, string>>,
  interaction: HttpInteraction,
  document: ApiDocument,
): Draft[] {
  const admit = (keep: boolean) => gate.admit(requestOf(interaction, keep), params);
  const first = admit(true);
  const admitted =
    first.kind === 'invalid' && first.violations.some((violation) => violation.in === 'query') ? admit(false) : first;
  if (admitted.kind === 'admitted') return [];
  if (admitted.kind === 'invalid')
    return admitted.violations.map((violation) => draftOf(violation, operation, interaction, document));
  return [refusedMediaType(operation, admitted.received, admitted.allowed)];
}

function refusedMediaType(operation: Operation, received: string | undefined, allowed: readonly string[]): Draft {
  const none = allowed.length === 0;
  return {
    code: none ? 'request.body.unknown' : 'request.content-type.incompatible',
    severity: none ? 'warning' : 'error',
    message: none
      ? 'the document describes no request body'
      : `the document takes ${allowed.join(', ')}, not ${received ?? 'a body without a content type'}`,
    at: none ? '/request/body' : '/request/headers',
    pointer: none ? operation.pointer : `${operation.pointer}/requestBody/content`,
  };
}

const partOf = { path: 'path', query: 'query', header: 'headers', cookie: 'headers/cookie', body: 'body' } as const;

function draftOf(
  violation: Violation,
  operation: Operation,
  interaction: HttpInteraction,
  document: ApiDocument,
): Draft {
  const { in: part, path, message, allowed, code } = violation;
  const received = violation.received === undefined ? '' : `${JSON.stringify(violation.received)} `;
  const where = path.length > 0 ? `${part} ${path.join('.')}` : part;
  const expected =
    allowed === undefined || code === 'type' || code === 'required' ? '' : ` (${JSON.stringify(allowed)})`;
  return {
    code: `request.${part}.incompatible` satisfies CompareCode,
    severity: 'error',
    message: `${where}: ${received}${message}${expected}`,
    at: `/request/${partOf[part]}${part === 'path' || part === 'cookie' ? '' : pointerOf(path)}`,
    pointer: part === 'body' ? bodyPointer(operation, interaction, document) : operation.pointer,
  };
}

function contentOf(operation: Operation, { request }: HttpInteraction) {
  const field = Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1][0];
  const sent = parseMediaType(field ?? request.body?.contentType ?? 'application/json');
  const contents = operation.model().request?.body?.contents ?? [];
  return sent && nearestMediaType(sent, contents);
}

function bodyPointer(operation: Operation, interaction: HttpInteraction, { dialect }: ApiDocument): string {
  const content = contentOf(operation, interaction);
  if (dialect === 'oas2' || content === undefined) return operation.pointer;
  return `${operation.pointer}/requestBody/content/${escapeToken(content.mediaType)}/schema`;
}

function rules(schemas: Schemas, operation: Operation, interaction: HttpInteraction, document: ApiDocument): Draft[] {
  const { body, rules: given } = interaction.request;
  const content = contentOf(operation, interaction);
  if (!body || !('json' in body.content) || content?.schema === undefined) return [];
  const pointer = bodyPointer(operation, interaction, document);
  const place = { schema: schemas.normalise(content.schema, pointer), pointer };
  return ruleDrafts(schemas, place, ruleBook(given.body), body.content.json);
}

const ruleDrafts = (schemas: Schemas, place: Place, book: RuleBook, value: unknown): Draft[] =>
  readValue({ schemas, rules: book, mode: 'taken' }, [place], value).map(({ severity, message, path, pointer }) => ({
    ...{ code: 'request.rule.incompatible', severity, message, pointer },
    at: `/request/body${pointerOf(path)}`,
  }));

/** The gate leaves XML alone; here it is read as what it means. */
function xmlBody(schemas: Schemas, operation: Operation, interaction: HttpInteraction, document: ApiDocument): Draft[] {
  const { body, rules: given } = interaction.request;
  const content = contentOf(operation, interaction);
  if (body === undefined || content?.schema === undefined) return [];
  const pointer = bodyPointer(operation, interaction, document);
  const schema = schemas.normalise(content.schema, pointer);
  const draft = (
    code: CompareCode,
    severity: Draft['severity'],
    message: string,
    path: readonly string[] = [],
  ): Draft => ({
    ...{ code, severity, message, pointer },
    at: `/request/body${pointerOf(path)}`,
  });
  const read = readXmlBody(body, content.mediaType, schema, schemas);
  if (read === undefined) return [];
  if (read.kind === 'invalid')
    return read.messages.map((message) => draft('request.body.incompatible', 'error', `body: ${message}`));
  if (read.kind === 'unclear') {
    const message = `bodies of ${content.mediaType} are not held against the document: ${read.message}`;
    return [draft('request.body.unvalidatable', 'warning', message)];
  }
  // Where the document describes a text, the gate has looked at it.
  if (typeof read.value === 'string') return [];
  const book = xmlRuleBook(given.body, read.places);
  const wrong = checkValue(schemas, schema, read.value)
    .filter(({ path }) => !isNoExample(valueAt(read.value, path), book.at(path)))
    .map(({ path, message }) =>
      draft('request.body.incompatible', 'error', `${['body', path.join('.')].join(' ').trim()}: ${message}`, path),
    );
  return [...wrong, ...ruleDrafts(schemas, { schema, pointer }, book, read.value)];
}

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
