/**
 * Holds what is sent to the platform against the document itself: ajv over its schemas, and findings worded as the document words them.
 * No rule of the document is written down a second time. Never repeats a value that was sent, but for numbers out of bounds.
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type DocumentedOperation, isRecord, type Parameter, type PlatformDocument } from './document.ts';
import { type Finding, invalidRequest } from './problem.ts';

/** Gives back what it was handed, with the document's defaults filled in; throws a `Problem` with all findings. */
export type Check<T> = (value: unknown) => T;

export interface Checks {
  parameters<T>(operation: DocumentedOperation): Check<T>;
  body<T>(operation: DocumentedOperation): Check<T>;
  /** For what does not come with a request. */
  schema<T>(pointer: string): Check<T>;
}

export function createChecks(document: PlatformDocument): Checks {
  const asSent = compilerOf(document, { coerceTypes: false });
  const asText = compilerOf(document, { coerceTypes: true });
  const ofSchema = <T>(pointer: string): Check<T> => {
    const fields = fieldsOf(document, pointer);
    return checking(asSent.compile<T>({ $ref: `platform#${pointer}` }), (error) => bodyFinding(error, fields));
  };
  return {
    parameters<T>({ parameters }: DocumentedOperation): Check<T> {
      const validate = asText.compile<T>({
        type: 'object',
        required: parameters.filter(({ required }) => required).map(({ name }) => name),
        properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, { $ref: `platform#${schema}` }])),
        additionalProperties: false,
      });
      return checking(validate, (error) => parameterFinding(error, parameters));
    },
    body<T>({ body }: DocumentedOperation): Check<T> {
      const schema = [...(body?.values() ?? [])].find((pointer) => pointer !== undefined);
      // Bytes have no schema: whatever comes is right.
      return schema === undefined
        ? checking(asSent.compile<T>({}), (error) => bodyFinding(error, []))
        : ofSchema(schema);
    },
    schema: ofSchema,
  };
}

function compilerOf({ root }: PlatformDocument, options: { readonly coerceTypes: boolean }): Ajv2020 {
  const ajv = new Ajv2020({ ...options, strict: false, allErrors: true, verbose: true, useDefaults: true });
  addFormats.default(ajv);
  return ajv.addSchema(root, 'platform');
}

function checking<T>(validate: ValidateFunction<T>, findingOf: (error: ErrorObject) => Finding): Check<T> {
  return (value) => {
    if (validate(value)) return value;
    throw invalidRequest(unlikeEachOther((validate.errors ?? []).map(findingOf)));
  };
}

/** The branches of a `oneOf` find the same thing several times. */
function unlikeEachOther(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function bodyFinding(error: ErrorObject, fields: readonly string[]): Finding {
  const { instancePath, keyword } = error;
  const missing = error.params.missingProperty;
  if (keyword === 'required') {
    return { pointer: `${instancePath}/${missing}`, code: 'required', detail: `${missing} is missing.` };
  }
  const unknown = unknownName(error);
  if (unknown !== undefined) {
    const detail = `There is no field ${unknown}.${suggestion(unknown, fields)}`;
    return { pointer: `${instancePath}/${pointerPart(unknown)}`, code: 'unknown_field', detail };
  }
  return {
    pointer: instancePath,
    code: codeOf(keyword),
    detail: sentence(lastPart(instancePath) ?? 'The body', error),
  };
}

function parameterFinding(error: ErrorObject, parameters: readonly Parameter[]): Finding {
  const unknown = unknownName(error);
  if (unknown !== undefined) {
    const names = parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name);
    const detail = `There is no parameter ${unknown}.${suggestion(unknown, names)}`;
    return { parameter: unknown, code: 'unknown_parameter', detail };
  }
  const parameter = lastPart(error.instancePath) ?? String(error.params.missingProperty);
  return { parameter, code: codeOf(error.keyword), detail: sentence(parameter, error) };
}

function unknownName({ keyword, params }: ErrorObject): string | undefined {
  if (keyword === 'additionalProperties') return params.additionalProperty;
  return keyword === 'unevaluatedProperties' ? params.unevaluatedProperty : undefined;
}

function sentence(name: string, { keyword, message, params, data }: ErrorObject): string {
  if (keyword === 'required') return `${name} is missing.`;
  if (keyword === 'enum') return `${name} must be one of ${params.allowedValues.join(', ')}.`;
  if (typeof data !== 'number') return `${name} ${message}.`;
  if (keyword === 'maximum') return `${name} is ${data}; at most ${params.limit} is allowed.`;
  if (keyword === 'minimum') return `${name} is ${data}; at least ${params.limit} is needed.`;
  return `${name} ${message}.`;
}

/** `maxLength` becomes `max_length`, as codes are written in the document. */
const codeOf = (keyword: string): string => keyword.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const pointerPart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
const lastPart = (pointer: string): string | undefined => pointer.split('/').slice(1).at(-1);

/** The fields that a schema knows, those of its `allOf` included. */
function fieldsOf(document: PlatformDocument, pointer: string): readonly string[] {
  const schema = document.at(pointer);
  if (!isRecord(schema)) return [];
  const parts = Array.isArray(schema.allOf) ? schema.allOf.map((_, index) => `${pointer}/allOf/${index}`) : [];
  const own = isRecord(schema.properties) ? Object.keys(schema.properties) : [];
  return [...own, ...parts.flatMap((part) => fieldsOf(document, part))];
}

function suggestion(name: string, known: readonly string[]): string {
  const likely = known.find((candidate) => distance(candidate.toLowerCase(), name.toLowerCase()) <= 3);
  return likely === undefined ? '' : ` Did you mean ${likely}?`;
}

/** Levenshtein, a row at a time. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...right].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
