import type { ApiDocument, Operation } from '../operation.ts';
import type { AuthMode } from '../sandbox.ts';
import { declaredLimits, identityOf } from './declared-limits.ts';
import type { GivenLimits } from './given-limits.ts';
import type { Limit } from './limit.ts';
import { type LegacyField, legacyFields, policyField } from './limit-fields.ts';
import { type SentCredential, sentCredential } from './sent-credential.ts';

/** What limits an operation may have, compiled with its plan; which of them hold is a sandbox's matter. Counts nothing. */
export interface OperationLimits {
  readonly legacy: readonly LegacyField[];
  readonly sent: SentCredential;
  /** Undefined where none hold. */
  heldIn(sandbox: string, auth: AuthMode): HeldLimits | undefined;
}

export interface HeldLimits {
  readonly limits: readonly Limit[];
  /** Under which name each is counted; the subject's comes behind it. */
  readonly names: readonly string[];
  /** `RateLimit-Policy`. */
  readonly policies: string;
}

/** Undefined where no sandbox can have one, so that its requests cost nothing. */
export function compileLimits(
  document: ApiDocument,
  operation: Operation,
  given: GivenLimits,
): OperationLimits | undefined {
  const declared = declaredLimits(document, operation);
  if (declared.length === 0 && !given.concern(operation.id)) return undefined;
  return {
    legacy: legacyFields(document, operation),
    sent: sentCredential(document.root),
    heldIn(sandbox, auth) {
      const rule = given.ruleOf(sandbox, operation.id);
      if (rule === 'off') return undefined;
      if (rule !== undefined && rule !== 'on') return held(rule, 'stunt.yaml');
      const guesses = rule === 'on' || auth === 'enforce';
      return held(
        declared.filter(({ from }) => guesses || from === 'x-stunt-rate-limit'),
        document.name,
      );
    },
  };
}

const held = (limits: readonly Limit[], source: string): HeldLimits | undefined =>
  limits.length === 0
    ? undefined
    : {
        limits,
        names: limits.map((limit) => `${source} ${identityOf(limit)} `),
        policies: policyField(limits),
      };
