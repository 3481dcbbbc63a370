import type { Tokens } from './issuer/tokens.ts';
import type { ApiDocument, Operation } from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import type { PlanSettings } from './plan.ts';
import type { Responder } from './respond/responder.ts';
import type { SandboxRegistry } from './sandbox/registry.ts';
import { createDocumentState } from './state/document-state.ts';
import { createOverlays, type Overlays } from './state/kept/overlays.ts';
import type { DocumentState } from './state/state.ts';
import type { StateChanges } from './state-change.ts';
import type { SandboxClocks } from './time/sandbox-clocks.ts';

/** Makes the state of one document; undefined where the engine keeps none. */
export type KeepState = (
  document: ApiDocument,
  schemas: Pick<PlanSettings, 'requestSchemas' | 'responseSchemas'>,
  responderOf: (operation: Operation) => Responder,
) => DocumentState | undefined;

export interface KeptState {
  /** Undefined where none is kept. */
  readonly overlays: Overlays | undefined;
  readonly stateOf: KeepState;
}

/** The state of all documents of an engine over one set of overlays. What a sandbox wrote goes with it. */
export function keepState(
  options: ResolvedOptions,
  registry: SandboxRegistry,
  clocks: SandboxClocks,
  changes: StateChanges,
  { grantLink }: Pick<Tokens, 'grantLink'>,
): KeptState {
  const { store, state, stateBase, errorStyle, upstream, documents, publicUrl, seed, secrets } = options;
  if (!state || errorStyle === 'prism' || upstream !== undefined)
    return { overlays: undefined, stateOf: () => undefined };
  const overlays = createOverlays(store, options.maxItems);
  registry.watch(({ kind, name }) => {
    if (kind === 'reset' || kind === 'deleted') overlays.drop(name);
  });
  const stateOf: KeepState = (document, { requestSchemas, responseSchemas }, responderOf) =>
    createDocumentState({
      document,
      name: nameOf(document, documents),
      requestSchemas,
      responseSchemas,
      overlays,
      changes,
      base: stateBase,
      publicUrl,
      seed,
      secrets,
      clockOf: clocks.clockOf,
      seedOf: (sandbox) => registry.get(sandbox)?.seed ?? seed,
      grantOf(sandbox, operation, path) {
        const record = registry.get(sandbox);
        return record && grantLink(record, operation, path);
      },
      responderOf,
    });
  return { overlays, stateOf };
}

/** What the state of each document is kept under. */
export const stateNames = (documents: readonly ApiDocument[]): readonly string[] =>
  documents.map((document) => nameOf(document, documents));

/** Files of one name in two folders are two documents. */
function nameOf(document: ApiDocument, documents: readonly ApiDocument[]): string {
  const sameName = documents.filter(({ name }) => name === document.name);
  return sameName.length === 1 ? document.name : `${document.name}#${sameName.indexOf(document)}`;
}
