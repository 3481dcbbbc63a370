import type { Secrets } from '../chance/secrets.ts';
import type { ApiDocument, Operation } from '../operation.ts';
import type { Responder } from '../respond/responder.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { StateChanges } from '../state-change.ts';
import type { Clock } from '../time/clock.ts';
import type { Overlays } from './kept/overlays.ts';
import type { Resource, ResourceFacts } from './resource.ts';

/** What the state of one document works with. */
export interface StateContext {
  readonly document: ApiDocument;
  /** What is kept of it is kept under this name, another one for each document. */
  readonly name: string;
  readonly requestSchemas: Schemas;
  readonly responseSchemas: Schemas;
  readonly overlays: Overlays;
  readonly changes: StateChanges;
  /** Where nothing was written: the document's own data, or nothing. */
  readonly base: StateBase;
  readonly seed: string;
  readonly secrets: Secrets;
  /** Where clients find the double, where that is not what they sent as Host. */
  readonly publicUrl: string | undefined;
  clockOf(sandbox: string): Clock;
  /** Of generated ids. */
  seedOf(sandbox: string): string;
  /** What lets a client that has no credentials of its own follow a link to the operation; undefined where the sandbox is gone. */
  grantOf(sandbox: string, operation: Operation, path: Readonly<Record<string, unknown>>): string | undefined;
  /** Answers without state. */
  responderOf(operation: Operation): Responder;
}

export type StateBase = 'document' | 'empty';

/** What is kept for each resource once it is used. */
export interface ResourceState {
  readonly context: StateContext;
  readonly resource: Resource;
  readonly facts: ResourceFacts;
  /** Under which name items are kept. */
  collectionOf(path: Readonly<Record<string, unknown>>): string;
  /** Of the list that is asked: another one than that of the collection where its items are kept at the address they are read at. */
  listOf(path: Readonly<Record<string, unknown>>): string;
  /** Whose items these are; undefined for all that keep their own. */
  readonly home: Resource | undefined;
  /** The template of the nearest thing above that was deleted in the sandbox: nothing is below it any more. */
  goneAbove(
    sandbox: string,
    path: Readonly<Record<string, unknown>>,
  ): { readonly resource: string; readonly id: string } | undefined;
}
