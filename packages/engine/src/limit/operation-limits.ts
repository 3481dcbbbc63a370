import type { ApiDocument, Operation } from '../operation.ts';
import type { AuthMode } from '../sandbox.ts';
import { type DeclaredLimit, declaredLimits, identityOf } from './declared-limits.ts';
import type { GivenLimits, GivenRule } from './given-limits.ts';
import type { Limit } from './limit.ts';
import { type LegacyField, legacyFields, policyField, quoted } from './limit-fields.ts';
import { type SentCredential, sentCredential } from './sent-credential.ts';

/** What limits an operation may have, compiled with its plan; which of them hold is a sandbox's matter. Counts nothing. */
export interface OperationLimits {
  readonly legacy: readonly LegacyField[];
  readonly sent: SentCredential;
  /** Undefined where none hold. */
  heldIn(sandbox: string, auth: AuthMode): HeldLimits | undefined;
}

export interface HeldLimits {
  readonly limits: readonly HeldLimit[];
  /** `RateLimit-Policy`. */
  readonly policies: string;
  /** Whether callers are told apart by it at all. */
  readonly perCredential: boolean;
  readonly perAddress: boolean;
  /** Those by address alone, which count before anybody asks who it is; undefined where there are none. */
  readonly unnamed: HeldLimits | undefined;
}

export interface HeldLimit {
  readonly limit: Limit;
  /** Under which it is counted; the subject's name comes behind it. */
  readonly name: string;
  /** The policy as the header fields have it. */
  readonly quoted: string;
}

/** Undefined where no sandbox can have one, so that its requests cost nothing. */
export function compileLimits(
  document: ApiDocument,
  operation: Operation,
  given: GivenLimits,
): OperationLimits | undefined {
  const declared = declaredLimits(document, operation);
  if (declared.length === 0 && !given.concern(operation.id)) return undefined;
  // Made once, however many sandboxes hold them.
  const all = held(declared, document.name);
  const sure = declared.some(isSure) ? all : undefined;
  const ruled = new Map<GivenRule, HeldLimits | undefined>();
  return {
    legacy: legacyFields(document, operation),
    sent: sentCredential(document.root),
    heldIn(sandbox, auth) {
      const rule = given.ruleOf(sandbox, operation.id);
      if (rule === 'off') return undefined;
      if (rule === undefined || rule === 'on') return rule === 'on' || auth === 'enforce' ? all : sure;
      if (!ruled.has(rule)) ruled.set(rule, held(rule, 'stunt.yaml'));
      return ruled.get(rule);
    },
  };
}

/** A document's own declaration; where there is one, nothing is guessed. */
const isSure = ({ from }: DeclaredLimit): boolean => from === 'x-stunt-rate-limit';

function held(limits: readonly Limit[], source: string): HeldLimits | undefined {
  if (limits.length === 0) return undefined;
  const byAddress = limits.filter(({ per }) => per === 'address');
  const isAll = byAddress.length === limits.length;
  const found: HeldLimits = {
    limits: limits.map((limit) => ({ limit, name: `${source} ${identityOf(limit)} `, quoted: quoted(limit.policy) })),
    policies: policyField(limits),
    perCredential: limits.some(({ per }) => per === 'credential'),
    perAddress: byAddress.length > 0,
    unnamed: isAll ? undefined : held(byAddress, source),
  };
  return isAll ? { ...found, unnamed: found } : found;
}
