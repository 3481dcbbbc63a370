import type { MediaTypeFlaw, Violation } from '../../exchange.ts';
import { fromSchema } from '../../schema/explain-violations.ts';
import type { ValueCheck } from '../value-check.ts';
import { unreadable } from '../violations.ts';
import type { Part } from './multipart.ts';

/** What became of a body: read and valid, of a media type that is not taken, or wrong. */
export type BodyOutcome =
  | { readonly kind: 'body'; readonly value: unknown; readonly parts?: readonly Part[] }
  | MediaTypeRefused
  | { readonly kind: 'invalid'; readonly violations: Violation[] };

export interface MediaTypeRefused {
  readonly kind: 'media-type';
  readonly received: string | undefined;
  readonly allowed: string[];
  /** Where it is not the media type itself that is not taken. */
  readonly flaw?: MediaTypeFlaw;
}

/** Reads and judges bodies of one media type under one declared content. `contentType` is the field as sent. */
export type ContentReader = (bytes: Uint8Array, contentType: string | undefined) => BodyOutcome;

/** `original` gives the value before it was coerced. */
export function judge(check: ValueCheck | undefined, value: unknown, original: () => unknown): BodyOutcome {
  if (check === undefined) return { kind: 'body', value };
  const validated = check(value);
  if (validated.valid === true) return { kind: 'body', value: validated.value };
  if (validated.valid === 'unknown') return { kind: 'body', value };
  const whole = original();
  return {
    kind: 'invalid',
    violations: fromSchema('body', [], whole, validated.violations),
  };
}

export function unreadableBody(message: string, received: unknown): BodyOutcome {
  return { kind: 'invalid', violations: [unreadable('body', [], message, received)] };
}
