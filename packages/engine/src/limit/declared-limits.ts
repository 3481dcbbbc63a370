import type { ApiDocument, Finding, Operation } from '../operation.ts';
import { isObject, type JsonObject } from '../schema/json-schema.ts';
import { escapeToken, pointerTokens } from '../schema/pointer.ts';
import { documentedLimits } from './documented-limits.ts';
import { type Limit, readLimit } from './limit.ts';
import { placeAt, placeIn } from './place.ts';

/** A limit that a document asks for, and where it says so. */
export interface DeclaredLimit extends Limit {
  /** `429`: guessed from the header fields of a response 429 that the document describes. */
  readonly from: 'x-stunt-rate-limit' | '429';
  /** JSON pointer of the declaration, without `#`. */
  readonly pointer: string;
}

const EXTENSION = 'x-stunt-rate-limit';

/**
 * The limits of an operation, the narrowest first: `x-stunt-rate-limit` of the operation, of its path, of the document; where
 * there is none, what a documented 429 tells. Reads the document only; what is no limit is left out, `limitFindings` names it.
 */
export function declaredLimits(document: ApiDocument, operation: Operation): readonly DeclaredLimit[] {
  const own = places(document, operation).flatMap(limitsOf);
  const limits = own.length > 0 ? own : guessed(document, operation);
  const seen = new Set<string>();
  return limits.filter((limit) => {
    const key = identityOf(limit);
    return !seen.has(key) && seen.add(key);
  });
}

function guessed({ root }: ApiDocument, { pointer }: Operation): DeclaredLimit[] {
  const at = `${pointer}/responses/429`;
  return documentedLimits(root, pointer).map((limit) => ({ ...limit, from: '429', pointer: at }));
}

/** Limits that are the same are counted once: by policy and numbers, wherever they stand. */
export const identityOf = ({ policy, limit, window, per, algorithm }: Limit): string =>
  `${policy} ${limit} ${window} ${per} ${algorithm}`;

/** Declarations that are none, each with its place. */
export function limitFindings(document: ApiDocument): Finding[] {
  const declarations = document.operations.flatMap((operation) => places(document, operation).flatMap(entriesOf));
  const findings = declarations.flatMap(({ value, pointer, policy }): Finding[] => {
    const read = readLimit(value, policy);
    if (read.kind === 'limit') return [];
    const message = `${EXTENSION} ${read.problem}; no requests are counted by it`;
    return [{ severity: 'warning', code: 'SPEC_MALFORMED', message, pointer }];
  });
  return [...new Map(findings.map((finding) => [finding.pointer, finding])).values()];
}

interface Place {
  readonly owner: JsonObject;
  readonly pointer: string;
  /** Of a declaration without a name. */
  readonly policy: string;
}

function places({ root }: ApiDocument, operation: Operation): Place[] {
  const path = operation.pointer.slice(0, operation.pointer.lastIndexOf('/'));
  const narrow: readonly [string, string][] = [
    [operation.pointer, operation.id],
    [path, operation.template],
    ['', 'default'],
  ];
  return narrow.flatMap(([pointer, policy]) => {
    const owner = placeAt(root, pointerTokens(pointer));
    return isObject(owner) ? [{ owner, pointer, policy: policy.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100) }] : [];
  });
}

function entriesOf({ owner, pointer, policy }: Place) {
  const value = placeIn(owner, EXTENSION);
  if (value === undefined) return [];
  const at = `${pointer}/${escapeToken(EXTENSION)}`;
  return Array.isArray(value)
    ? value.map((each: unknown, index) => ({ value: each, pointer: `${at}/${index}`, policy: named(policy, index) }))
    : [{ value, pointer: at, policy }];
}

const named = (policy: string, index: number): string => (index === 0 ? policy : `${policy.slice(0, 96)}-${index + 1}`);

const limitsOf = (place: Place): DeclaredLimit[] =>
  entriesOf(place).flatMap(({ value, pointer, policy }) => {
    const read = readLimit(value, policy);
    return read.kind === 'limit' ? [{ ...read.limit, from: EXTENSION, pointer }] : [];
  });
