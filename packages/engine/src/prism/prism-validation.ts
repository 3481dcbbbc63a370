import type { Violation } from '../exchange.ts';

/** One entry of `validation[]` in Prism's problem documents, composed from a violation as Prism composes it from ajv's error. */
export interface PrismValidation {
  readonly location?: readonly string[];
  readonly severity: 'Error';
  readonly code: string;
  readonly message: string;
}

export function prismValidation(violation: Violation): PrismValidation {
  if (isMissingBody(violation)) return { severity: 'Error', code: 'required', message: 'Body parameter is required' };
  const path = placeOf(violation);
  const property = violation.in === 'body' ? 'property' : 'parameter';
  const subject = path.length === 0 ? '' : `${property} ${path.join('.').trim()} `;
  return {
    location: [violation.in, ...path],
    severity: 'Error',
    code: violation.code,
    message: `Request ${violation.in} ${subject}${messageOf(violation)}${additionOf(violation)}`,
  };
}

const isMissingBody = ({ in: part, path, code, message }: Violation): boolean =>
  part === 'body' && path.length === 0 && code === 'required' && message === 'is required';

/** Prism knows parameters by their names in lower case. */
const placeOf = ({ in: part, path }: Violation): readonly string[] =>
  part === 'body' ? path : path.map((name, index) => (index === 0 ? name.toLowerCase() : name));

const messageOf = ({ in: part, code, message }: Violation): string =>
  part !== 'body' && code === 'required' ? message.toLowerCase() : message;

function additionOf({ code, allowed, received }: Violation): string {
  if (code === 'enum' && Array.isArray(allowed)) return `: ${allowed.join(', ')}`;
  if (code === 'additionalProperties') return `; found '${received}'`;
  return code === 'unevaluatedProperties' ? `: '${received}'` : '';
}
