import type { Violation } from '../exchange.ts';
import type { SchemaViolation } from '../schema/violation.ts';

/** One entry of `validation[]` in Prism's problem documents, composed from a violation as Prism composes it from ajv's error. */
export interface PrismValidation {
  readonly location?: readonly string[];
  readonly severity: 'Error' | 'Warning';
  readonly code?: string | number;
  readonly message: string;
}

export function prismValidation(violation: Violation): PrismValidation {
  const { in: part, code } = violation;
  const path = placeOf(violation);
  if (isMissingBody(violation)) return { severity: 'Error', code: 'required', message: 'Body parameter is required' };
  if (code === 'reserved') return { location: [part, ...path], severity: 'Error', message: RESERVED };
  const message = `Request ${part} ${subjectOf(part, path)}${messageOf(violation)}${additionOf(violation)}`;
  return { location: [part, ...path], severity: 'Error', code, message };
}

/** What Prism finds wrong with a body that it is about to answer with. */
export function prismResponseValidation({ path, code, message, allowed, property }: SchemaViolation): PrismValidation {
  const addition = additionOf({ code, allowed, received: property });
  return {
    location: ['body', ...path],
    severity: 'Error',
    code,
    message: `Response body ${subjectOf('body', path)}${message}${addition}`,
  };
}

const RESERVED = 'Reserved characters used in request body';

const isMissingBody = ({ in: part, path, code, message }: Violation): boolean =>
  part === 'body' && path.length === 0 && code === 'required' && message === 'is required';

function subjectOf(part: string, path: readonly string[]): string {
  const kind = part === 'body' ? 'property' : 'parameter';
  return path.length === 0 ? '' : `${kind} ${path.join('.').trim()} `;
}

/** Prism knows parameters by their names in lower case. */
const placeOf = ({ in: part, path }: Violation): readonly string[] =>
  part === 'body' ? path : path.map((name, index) => (index === 0 ? name.toLowerCase() : name));

const messageOf = ({ in: part, code, message }: Violation): string =>
  part !== 'body' && code === 'required' ? message.toLowerCase() : message;

function additionOf({ code, allowed, received }: Pick<Violation, 'code' | 'allowed' | 'received'>): string {
  if (code === 'enum' && Array.isArray(allowed)) return `: ${allowed.join(', ')}`;
  if (code === 'additionalProperties') return `; found '${received}'`;
  return code === 'unevaluatedProperties' ? `: '${received}'` : '';
}
