import { describeKinds } from '@stuntdouble/engine';
import { kindNamed } from '../fault/kind-named.ts';
import type { Outcome } from '../outcome.ts';
import { kindsAsMarkdown, kindsAsText } from '../print/kind-lines.ts';

export interface FaultKindsArguments {
  readonly kind?: string | undefined;
  readonly format: 'text' | 'json' | 'markdown';
}

/** `stunt fault kinds`: the catalogue, read from the code; asks no double. */
export async function faultKinds({ kind, format }: FaultKindsArguments): Promise<Outcome> {
  const all = describeKinds();
  const kinds = kind === undefined ? all : [kindNamed(kind, all)];
  const text = format === 'markdown' ? kindsAsMarkdown(kinds) : kindsAsText(kinds);
  return { exitCode: 0, text, ...(format === 'json' && { json: { kinds } }) };
}
