import type { HttpRequest } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import type { Ask, Responded } from '../respond/responder.ts';
import type { Stale, StateDamage } from '../state-damage.ts';
import type { FixturePlace } from './fixtures/load-fixtures.ts';
import type { Overlay } from './kept/overlay.ts';
import type { Resource, ResourceFacts } from './resource.ts';

/** One request to an operation that has state, after admission. */
export interface StateCall {
  readonly sandbox: string;
  readonly request: HttpRequest;
  readonly values: CallValues;
  readonly ask: Ask;
  /** Of a fault. */
  readonly damage?: StateDamage | undefined;
}

/** As admission read them, in the document's types. */
export interface CallValues {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** Of a multipart body. */
  readonly parts?: readonly SentPart[];
}

/** One part of a form. */
export interface SentPart {
  readonly name: string;
  /** Present for files. */
  readonly filename: string | undefined;
  readonly mediaType: string | undefined;
  readonly bytes: Uint8Array;
}

/** What an operation does to a sandbox's state, compiled with its plan. Undefined: what is answered without state is right. */
export interface StateOperation {
  /** A promise only while the sampler is loaded. */
  answer(
    sandbox: string,
    request: HttpRequest,
    values: CallValues,
    ask: Ask,
    damage?: StateDamage,
  ): Responded | Promise<Responded> | undefined;
  /** Whether the item that is read was another one that lately; absent where no item is read. */
  hasEarlier?(sandbox: string, values: CallValues, stale: Stale): boolean;
}

/** The resources of one document, and what sandboxes did to them. Each answer expects that the sampler is loaded. */
export interface DocumentState {
  /** Undefined where the operation belongs to no resource. */
  operation(operation: Operation): StateOperation | undefined;
  /** By item template. */
  resource(template: string): Resource | undefined;
  readonly resources: readonly Resource[];
  /** Where the items of a collection are put from a file: `/users/7/orders`. */
  placeOf(path: string): FixturePlace | undefined;
  facts(resource: Resource): ResourceFacts;
  /** Made where the sandbox has none yet. */
  overlay(sandbox: string): Overlay;
  /** The items of a collection are kept under this name. */
  collectionOf(resource: Resource, path: Readonly<Record<string, unknown>>): string;
  /** As a read would show it: written, or the document's; undefined where it was deleted or there is none. */
  current(resource: Resource, sandbox: string, path: Readonly<Record<string, unknown>>): unknown;
  /** Stores the item and tells of the change. */
  change(resource: Resource, change: ItemChange): void;
  /** Answers `operation` with an item, in its success response, made valid; undefined where that cannot be. */
  answerWith(operation: Operation, resource: Resource, call: StateCall, item: unknown): Responded | undefined;
}

export interface ItemChange {
  readonly call: StateCall;
  readonly operation: Operation;
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly id: string;
  /** Without meaning with `deleted`. */
  readonly item: unknown;
  /** The item comes from what it is read by, `ItemAnswer.fitted`. @default false */
  readonly isFitted?: boolean;
  /** Of the item as JSON; counted where it is not given. */
  readonly bytes?: number | undefined;
  readonly emit?: readonly string[] | undefined;
  /** The body of the answer, where it may show what no later one does. */
  readonly answered?: Uint8Array | undefined;
}
