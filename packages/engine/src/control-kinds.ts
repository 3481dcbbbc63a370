import type { Engine } from './engine.ts';
import { describeKinds, type KindDescription } from './fault/describe-kinds.ts';

/** The catalogue of faults as one sandbox may use it: each kind with a rule of it that could be put in force there as it is. Puts none. */
export interface UsableKind extends KindDescription {
  /** Null where the sandbox may not have the kind, or where it needs an option that nobody can guess. */
  readonly rule: { readonly kind: string; readonly options?: object } | null;
}

export function usableKinds({ faults }: Pick<Engine, 'faults'>, sandbox: string): readonly UsableKind[] {
  return describeKinds().map((described) => {
    const { kind } = described;
    const options = TELLING[kind];
    const rule = { kind, ...(options && { options }) };
    return { ...described, rule: isAllowed(faults, sandbox, rule) ? rule : null };
  });
}

/** Where a kind has to be told something, what most people would tell it. */
const TELLING: Readonly<Record<string, object>> = {
  status: { code: 503 },
  latency: { fixed: '2s' },
};

function isAllowed(faults: Engine['faults'], sandbox: string, rule: object): boolean {
  try {
    faults.judge(sandbox, rule);
    return true;
  } catch {
    return false; // Said by a StuntError, in words that nobody asked for here.
  }
}
