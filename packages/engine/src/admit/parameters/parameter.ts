import type { RequestPart, Violation } from '../../exchange.ts';
import { fromSchema } from '../../schema/explain-violations.ts';
import type { Members } from '../members.ts';
import { setMember } from '../members.ts';
import { ABSENT, MALFORMED } from '../percent.ts';
import type { ValueCheck } from '../value-check.ts';
import { missingParameter, unreadable } from '../violations.ts';

/** One declared parameter, compiled: how to read it from its source, and what may be in it. */
export interface Parameter<Source> {
  readonly name: string;
  readonly part: RequestPart;
  readonly required: boolean;
  readonly allowEmptyValue: boolean;
  /** Nothing says what it may be, so a list will do as well. */
  readonly open: boolean;
  /** The value where nothing was sent. */
  readonly fallback: unknown;
  /** Likeliest first; the others are tried where the schema refuses what the first one gives. Never empty. */
  readonly readings: readonly ((source: Source) => unknown)[];
  readonly check: ValueCheck | undefined;
  /** The form it should have had, for what cannot be read. */
  readonly form: string;
  /** As it was sent, for messages. */
  raw(source: Source): unknown;
}

/** Reads all parameters of one part into `values`; gives what is wrong, missing ones first as Prism lists them. */
export function admitParameters<Source>(
  parameters: readonly Parameter<Source>[],
  source: Source,
  values: Members,
): Violation[] | undefined {
  let missing: Violation[] | undefined;
  let wrong: Violation[] | undefined;
  for (const parameter of parameters) {
    const value = parameter.readings[0]?.(source);
    if (isMissing(parameter, value)) {
      if (parameter.required) missing = [...(missing ?? []), missingParameter(parameter.part, parameter.name)];
      else if (parameter.fallback !== undefined) setMember(values, parameter.name, parameter.fallback);
    } else {
      const found = judge(parameter, value, source, values);
      if (found !== undefined) wrong = wrong === undefined ? found : [...wrong, ...found];
    }
  }
  return missing === undefined || wrong === undefined ? (missing ?? wrong) : [...missing, ...wrong];
}

/** A required field that is there without a value counts as missing, unless the document allows that. */
function isMissing<Source>({ part, required, allowEmptyValue }: Parameter<Source>, value: unknown): boolean {
  return value === ABSENT || (value === '' && required && !allowEmptyValue && part !== 'path');
}

function judge<Source>(
  parameter: Parameter<Source>,
  value: unknown,
  source: Source,
  values: Members,
): Violation[] | undefined {
  const { check, name } = parameter;
  if (value !== MALFORMED) {
    // What is checked by nothing is a plain string; a list means that the field was sent twice.
    if (check === undefined) {
      if (Array.isArray(value) && !parameter.open) return repeated(parameter, value);
      setMember(values, name, value);
      return undefined;
    }
    const validated = check(value);
    if (validated.valid === true) {
      setMember(values, name, validated.value);
      return undefined;
    }
    if (validated.valid === 'unknown') {
      setMember(values, name, value);
      return undefined;
    }
  }
  return judgeOtherwise(parameter, source, values);
}

/** The other readings; where none will do, what the schema says about the first one that can be read at all. */
function judgeOtherwise<Source>(
  parameter: Parameter<Source>,
  source: Source,
  values: Members,
): Violation[] | undefined {
  const { check, name, part, readings } = parameter;
  if (parameter.allowEmptyValue && parameter.raw(source) === '') return undefined;
  let found: Violation[] | undefined;
  for (const read of readings) {
    const value = read(source);
    if (value === MALFORMED || value === ABSENT) continue;
    const validated = check?.(value) ?? { valid: true, value };
    if (validated.valid !== false) {
      setMember(values, name, validated.valid === true ? validated.value : value);
      return undefined;
    }
    // Read again: the check may have coerced in place, and the message should show what was sent.
    found ??= fromSchema(part, [name], read(source), validated.violations);
  }
  return found ?? [unreadable(part, [name], parameter.form, parameter.raw(source))];
}

function repeated<Source>(parameter: Parameter<Source>, value: readonly unknown[]): Violation[] {
  const violation = { path: [], schemaPath: '#/type', code: 'type', message: 'must be string', allowed: 'string' };
  return fromSchema(parameter.part, [parameter.name], value, [violation]);
}
