import { resolve } from 'node:path';
import type { KindDescription, RuleInput } from '@stuntdouble/engine';
import { membersOf, numberOr } from './members-of.ts';
import { whenFromFlags } from './when-from-flags.ts';
import { whereFromFlags } from './where-from-flags.ts';

type Flags = Readonly<Record<string, unknown>>;

/** Makes the body of a rule from the flags of `stunt fault add`. Judges no value: the engine does, for all who make rules. */
export function ruleFromFlags(kind: KindDescription, flags: Flags, cwd: string): RuleInput {
  const options = optionsFromFlags(kind, flags, cwd);
  const where = whereFromFlags(flags);
  const taken = new Set(kind.options.map(({ flag }) => flag));
  const when = whenFromFlags(Object.fromEntries(Object.entries(flags).filter(([flag]) => !taken.has(flag))));
  return {
    kind: kind.kind,
    ...(Object.keys(options).length > 0 && { options }),
    ...(Object.keys(where).length > 0 && { where }),
    ...(Object.keys(when).length > 0 && { when }),
    ...(typeof flags.ttl === 'string' && { ttl: flags.ttl }),
  };
}

/** Values arrive as text; numbers and groups become what JSON has for them, so that listings read well. */
export function optionsFromFlags({ options }: KindDescription, flags: Flags, cwd: string): Record<string, unknown> {
  const given = options.flatMap(({ name, flag, form }): [string, unknown][] => {
    const value = flags[flag];
    return value === undefined ? [] : [[name, jsonOf(value, form, cwd)]];
  });
  return Object.fromEntries(given);
}

function jsonOf(value: unknown, form: string, cwd: string): unknown {
  if (typeof value !== 'string') return value;
  if (form === 'N' || form === '0..1') return numberOr(value);
  if (form === 'N,N') return value.split(',').map(numberOr);
  // The double may run in another folder.
  if (form === 'FILE') return resolve(cwd, value);
  return /^\w+=/.test(form) && value.includes('=') ? membersOf(value) : value;
}
