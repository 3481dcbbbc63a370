import { isDeepStrictEqual } from 'node:util';
import type { Side } from './side.ts';

export type Aspect = 'status' | 'media type' | 'verdict' | 'body';

/** In which aspects the two answers differ. A body that either side made up is compared by its shape. */
export function compare(prism: Side, ours: Side): Aspect[] {
  const aspects: Aspect[] = [];
  if (prism.status !== ours.status) aspects.push('status');
  if (prism.mediaType !== ours.mediaType) aspects.push('media type');
  if (!isDeepStrictEqual(prism.verdict, ours.verdict)) aspects.push('verdict');
  if (!sameBody(prism, ours)) aspects.push('body');
  return aspects;
}

const hasBody = ({ body }: Side): boolean => body !== undefined && body.length > 0;

function sameBody(prism: Side, ours: Side): boolean {
  if (hasBody(prism) !== hasBody(ours)) return false;
  if (!hasBody(prism)) return true;
  const [theirs, own] = [parsed(prism), parsed(ours)];
  if (isProblem(theirs) && isProblem(own)) return isDeepStrictEqual(headOf(theirs), headOf(own));
  return prism.generated || ours.generated ? sameShape(theirs, own) : isDeepStrictEqual(theirs, own);
}

function parsed({ body }: Side): unknown {
  const text = Buffer.from(body ?? []).toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Problem = Readonly<Record<string, unknown>>;

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  String(value.type).startsWith('https://stoplight.io/prism/errors#');

/** The entries of `validation` are compared as the verdict. */
const headOf = ({ type, title, status, detail }: Problem): unknown[] => [type, title, status, detail];

/** The same containers in the same places. Null stands for anything. Values, the length of lists and what one side leaves out are free. */
function sameShape(one: unknown, other: unknown): boolean {
  if (one === null || other === null) return true;
  if (kindOf(one) !== kindOf(other)) return kindOf(one) === 'scalar' && kindOf(other) === 'scalar';
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === 0 || other.length === 0 || sameShape(one[0], other[0]);
  if (!isRecord(one) || !isRecord(other)) return true;
  return Object.keys(one).every((key) => !(key in other) || sameShape(one[key], other[key]));
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : isRecord(value) ? 'object' : 'scalar');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
