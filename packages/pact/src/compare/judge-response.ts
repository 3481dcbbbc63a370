import {
  type ApiDocument,
  checkValue,
  contentPointer,
  nearestMediaType,
  type Operation,
  parseMediaType,
  responseOfStatus,
  type Schemas,
} from '@stuntdouble/engine';
import type { HttpInteraction, PactBody } from '../pact/pact.ts';
import type { Draft } from './finding.ts';
import { escapeToken, pointerOf } from './pointer.ts';
import { type ReadProblem, readValue } from './read-value.ts';
import { readXmlBody } from './read-xml-body.ts';
import { ruleBook, xmlRuleBook } from './rule-book.ts';

/** Does the provider send what a consumer reads: body and header fields, in what the document promises for the status. */
export function judgeResponse(
  document: ApiDocument,
  schemas: Schemas,
  operation: Operation,
  { request, response }: HttpInteraction,
): Draft[] {
  const chosen = responseOfStatus(operation.model().responses, response.status)?.response;
  // That the status is not described is said already.
  if (chosen === undefined) return [];
  const place = `${operation.pointer}/responses/${escapeToken(chosen.code)}`;
  const headers = headerProblems(schemas, chosen.headers ?? [], response.headers, place);
  const { body } = response;
  if (body === undefined || request.method === 'HEAD') return headers;
  const contents = chosen.contents ?? [];
  const content = contentFor(contents, body, fieldOf(response.headers, 'content-type'));
  if (content === undefined) {
    // Another media type was refused by its header field.
    if (contents.length > 0) return headers;
    return [...headers, bodyDraft('response.body.unknown', 'error', 'the document describes no body here', place)];
  }
  const pointer = `${contentPointer(operation.pointer, document.dialect, chosen.code, content.mediaType)}/schema`;
  if (content.schema === undefined) return headers;
  const schema = schemas.normalise(content.schema, pointer);
  const xml = readXmlBody(body, content.mediaType, schema, schemas);
  if (xml?.kind === 'invalid')
    return [...headers, ...xml.messages.map((said) => bodyDraft('response.body.incompatible', 'error', said, pointer))];
  const value = xml?.kind === 'value' ? xml : readableValue(body);
  if (value === undefined || xml?.kind === 'unclear') {
    const why = xml?.kind === 'unclear' ? `: ${xml.message}` : '';
    const message = `bodies of ${content.mediaType} are not held against the document${why}`;
    return [...headers, bodyDraft('response.body.unvalidatable', 'warning', message, pointer)];
  }
  const { body: given } = response.rules;
  const rules = xml?.kind === 'value' ? xmlRuleBook(given, xml.places) : ruleBook(given);
  const reading = { schemas, rules, mode: 'sent' as const };
  const problems = readValue(reading, [{ schema, pointer }], value.value);
  return [...headers, ...problems.map(draftOf)];
}

const bodyDraft = (code: Draft['code'], severity: Draft['severity'], message: string, pointer: string): Draft => ({
  ...{ code, severity, message, pointer },
  at: '/response/body',
});

const codes = {
  incompatible: 'response.body.incompatible',
  undeclared: 'response.body.undeclared',
  optional: 'response.body.optional',
  nullable: 'response.body.nullable',
  rule: 'response.rule.incompatible',
  narrower: 'response.rule.narrower',
} as const;

const draftOf = ({ kind, severity, path, pointer, message }: ReadProblem): Draft => ({
  code: codes[kind],
  severity,
  message:
    kind === 'optional' || kind === 'nullable' || kind === 'undeclared'
      ? message
      : `${path.join('.') || 'the body'}: ${message}`,
  at: `/response/body${pointerOf(path)}`,
  pointer,
});

function fieldOf(fields: Readonly<Record<string, readonly string[]>>, name: string): string | undefined {
  return Object.entries(fields).find(([given]) => given.toLowerCase() === name)?.[1][0];
}

/** By the field where there is one; what only the body lets suppose may be any JSON that is declared. */
function contentFor<T extends { readonly mediaType: string }>(
  contents: readonly T[],
  body: PactBody,
  field: string | undefined,
): T | undefined {
  const named = parseMediaType(field ?? body.contentType ?? 'application/json');
  const found = named && nearestMediaType(named, contents);
  if (found !== undefined || field !== undefined) return found;
  const json = contents.find(({ mediaType }) => /[/+]json\b/i.test(mediaType));
  return 'json' in body.content ? (json ?? contents[0]) : contents[0];
}

/** JSON and text; what other bodies mean is not known here. */
function readableValue({ content, contentType = '' }: PactBody): { readonly value: unknown } | undefined {
  if ('json' in content) return { value: content.json };
  return 'text' in content && /^text\/(?!html|xml)/.test(contentType) ? { value: content.text } : undefined;
}

type Header = NonNullable<ReturnType<Operation['model']>['responses'][number]['headers']>[number];

function headerProblems(
  schemas: Schemas,
  declared: readonly Header[],
  read: Readonly<Record<string, readonly string[]>>,
  place: string,
): Draft[] {
  return declared.flatMap((header): Draft[] => {
    const [name, values] =
      Object.entries(read).find(([given]) => given.toLowerCase() === header.name.toLowerCase()) ?? [];
    if (name === undefined || values === undefined || name.toLowerCase() === 'content-type') return [];
    const at = `/response/headers/${escapeToken(name)}`;
    const pointer = `${place}/headers/${escapeToken(header.name)}`;
    const schema = header.schema ?? true;
    const text = values.join(', ');
    const readings: unknown[] = [
      text,
      ...(text.trim() !== '' ? [Number(text), text === 'true' ? true : text === 'false' ? false : text] : []),
      values,
      text.split(/\s*,\s*/),
    ];
    const fits = readings.some((reading) => checkValue(schemas, schema, reading).length === 0);
    const [violation] = fits ? [] : checkValue(schemas, schema, text);
    if (violation)
      return [
        {
          code: 'response.header.incompatible',
          severity: 'error',
          message: `${name}: ${JSON.stringify(text)} ${violation.message}`,
          at,
          pointer,
        },
      ];
    if (header.required === true) return [];
    return [
      {
        code: 'response.header.optional',
        severity: 'warning',
        message: `the header field ${name} is optional in the document, but needed`,
        at,
        pointer,
      },
    ];
  });
}
