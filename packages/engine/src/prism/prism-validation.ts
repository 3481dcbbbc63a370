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
    message: `Request ${violation.in} ${subject}${violation.message}${allowedOf(violation)}`,
  };
}

const isMissingBody = ({ in: part, path, code, received, message }: Violation): boolean =>
  part === 'body' &&
  path.length === 0 &&
  code === 'required' &&
  received === undefined &&
  !message.includes('property');

/** Prism names a missing or an unexpected member in the message and locates the object that lacks or holds it. */
function placeOf({ in: part, path, code }: Violation): readonly string[] {
  if (part !== 'body' && code === 'required' && path.length === 1) return [];
  return part === 'body' ? path : path.map((name, index) => (index === 0 ? name.toLowerCase() : name));
}

function allowedOf({ code, allowed }: Violation): string {
  return code === 'enum' && Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
}
