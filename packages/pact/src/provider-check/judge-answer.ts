import {
  type ApiDocument,
  checkValue,
  contentPointer,
  nearestMediaType,
  type Operation,
  parseMediaType,
  readXml,
  responseOfStatus,
  type Schemas,
} from '@stuntdouble/engine';
import { escapeToken } from '../compare/pointer.ts';
import type { AnswerProblem } from './provider-report.ts';
import type { PlannedCase } from './request-draft.ts';
import type { Sent } from './send-request.ts';

type Answer = Extract<Sent, { kind: 'answer' }>;

export interface Judged {
  readonly problems: readonly AnswerProblem[];
  readonly unproven?: string;
}

/** Holds one answer against the document: is its status described, are header fields and body as described there, and is it what the request deserves? */
export function judgeAnswer(
  document: ApiDocument,
  schemas: Schemas,
  operation: Operation,
  planned: PlannedCase,
  answer: Answer,
): Judged {
  const described =
    answer.status === 304 ? undefined : responseOfStatus(operation.model().responses, answer.status)?.response;
  const fitting = deserved(operation, planned, answer.status, described !== undefined);
  const problems = [...fitting.problems];
  if (described !== undefined) problems.push(...contentProblems(document, schemas, operation, described, answer));
  return { ...fitting, problems };
}

function deserved(operation: Operation, planned: PlannedCase, status: number, isDescribed: boolean): Judged {
  const pointer = `${operation.pointer}/responses`;
  const error = (code: AnswerProblem['code'], message: string): Judged => ({
    problems: [{ severity: 'error', code, message, pointer }],
  });
  if (status >= 500) return error('status.server-error', `answered ${status}`);
  if (planned.expects === 'refused') {
    if (status < 400)
      return error('status.accepted-invalid', `answered ${status} to a request that the document forbids`);
    if (isDescribed) return { problems: [] };
    const message = `refused, as it should, but with ${status}, which the document does not describe`;
    return { problems: [{ severity: 'warning', code: 'status.undocumented', message, pointer }] };
  }
  if (!isDescribed && status !== 304) {
    const statuses = operation.model().responses.map(({ code }) => code);
    return error('status.undocumented', `answered ${status}, the document describes ${statuses.join(', ') || 'none'}`);
  }
  if (status < 400) return { problems: [] };
  if (status === 401 || status === 403)
    return { problems: [], unproven: `${status}: credentials are missing or do not suffice` };
  if (status === 404 || status === 410)
    return { problems: [], unproven: `${status}: there is nothing under the id that was tried` };
  if (status === 409 || status === 412)
    return { problems: [], unproven: `${status}: the state of the provider does not allow it` };
  if (status === 429) return { problems: [], unproven: '429: too many requests' };
  if (status === 422 && planned.documented)
    return { problems: [], unproven: "422: what the document's example refers to may not be there" };
  if (planned.documented && [400, 415].includes(status))
    return error('status.refused-valid', `answered ${status} to the document's own example`);
  return { problems: [], unproven: `${status}: made-up values were refused; examples in the document would help` };
}

type Described = ReturnType<Operation['model']>['responses'][number];

function contentProblems(
  document: ApiDocument,
  schemas: Schemas,
  operation: Operation,
  described: Described,
  answer: Answer,
): AnswerProblem[] {
  const place = `${operation.pointer}/responses/${escapeToken(described.code)}`;
  const headers = headerProblems(schemas, described, answer, place);
  const contents = described.contents ?? [];
  if (operation.method === 'HEAD') return headers;
  if (answer.body.length === 0) {
    const isMissing =
      contents.some(({ schema }) => schema !== undefined) && answer.status !== 204 && answer.status !== 304;
    return isMissing
      ? [...headers, problem('body.invalid', 'the body is empty, the document describes one', place)]
      : headers;
  }
  if (contents.length === 0) {
    const silent = {
      ...problem('body.unexpected', 'there is a body, the document describes none', place),
      severity: 'warning' as const,
    };
    return [...headers, silent];
  }
  const field = answer.headers['content-type'];
  const sent = field === undefined ? undefined : parseMediaType(field);
  const content = sent && nearestMediaType(sent, contents);
  if (content === undefined) {
    const allowed = contents.map(({ mediaType }) => mediaType).join(', ');
    return [
      ...headers,
      problem(
        'content-type.undocumented',
        `the body is ${field ?? 'without a content type'}, the document has ${allowed}`,
        place,
      ),
    ];
  }
  const pointer = `${contentPointer(operation.pointer, document.dialect, described.code, content.mediaType)}/schema`;
  if (content.schema === undefined) return headers;
  const text = Buffer.from(answer.body).toString('utf8');
  if (sent?.syntax === 'json') return [...headers, ...jsonProblems(schemas, content.schema, pointer, text)];
  return sent?.syntax === 'xml' ? [...headers, ...xmlProblems(schemas, content.schema, pointer, text)] : headers;
}

function jsonProblems(schemas: Schemas, schema: unknown, pointer: string, text: string): AnswerProblem[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [problem('body.unreadable', 'the body is no JSON', pointer)];
  }
  return valueProblems(schemas, schema, pointer, value);
}

function xmlProblems(schemas: Schemas, schema: unknown, pointer: string, text: string): AnswerProblem[] {
  const read = readXml(text, schemas.normalise(schema, pointer), schemas);
  if (read.kind === 'value') return valueProblems(schemas, schema, pointer, read.value);
  if (read.kind === 'invalid')
    return read.messages.slice(0, 10).map((message) => problem('body.invalid', `the body: ${message}`, pointer));
  const message = `the body is not held against the document: ${read.message}`;
  return [{ ...problem('body.unjudged', message, pointer), severity: 'warning' }];
}

function valueProblems(schemas: Schemas, schema: unknown, pointer: string, value: unknown): AnswerProblem[] {
  return checkValue(schemas, schema, value)
    .slice(0, 10)
    .map(({ path, message, allowed, code }) => {
      const listed = code === 'enum' ? ` (${JSON.stringify(allowed)})` : '';
      return problem('body.invalid', `${path.length > 0 ? path.join('.') : 'the body'} ${message}${listed}`, pointer);
    });
}

function headerProblems(schemas: Schemas, { headers = [] }: Described, answer: Answer, place: string): AnswerProblem[] {
  return headers.flatMap(({ name, required, schema = true }) => {
    const pointer = `${place}/headers/${escapeToken(name)}`;
    const text = answer.headers[name.toLowerCase()];
    if (name.toLowerCase() === 'content-type') return [];
    if (text === undefined)
      return required ? [problem('header.missing', `the header field ${name} is missing`, pointer)] : [];
    const readings = [
      text,
      Number(text),
      text === 'true' ? true : text === 'false' ? false : text,
      text.split(/\s*,\s*/),
    ];
    const fits = readings.some((reading) => checkValue(schemas, schema, reading).length === 0);
    const [violation] = fits ? [] : checkValue(schemas, schema, text);
    return violation ? [problem('header.invalid', `the header field ${name} ${violation.message}`, pointer)] : [];
  });
}

const problem = (code: AnswerProblem['code'], message: string, pointer: string): AnswerProblem => ({
  ...{ severity: 'error', code, message, pointer },
});
