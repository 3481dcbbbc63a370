import type { Random } from '../chance/random.ts';
import type { Delivery, ListenerFault } from '../delivery.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { Stale, StateDamage } from '../state-damage.ts';
import type { Disturbance } from '../webhook/webhook.ts';
import type { OptionSpecs } from './option-spec.ts';

export type { ListenerFault } from '../delivery.ts';

/** Where in the course of a request a fault has its place; `admit` is where a token has been found good, `state` where the operation is about to use the state, `webhook` in that of a delivery. */
export type Layer = 'listener' | 'edge' | 'admit' | 'state' | 'response' | 'webhook';

/** The healthy answer, which asks on its way what the rules of the layers within say. */
export type Healthy = (within?: Within) => Answer | Promise<Answer>;

/** What the rules say in the course of the healthy answer; a member is absent where no rule has its place there. */
export interface Within {
  /** Asked once the request has been let in; what it answers is the answer. */
  readonly atAdmit: AtAdmit | undefined;
  /** Asked where the operation keeps state and the request is right. */
  readonly atState: ((hasEarlier: (stale: Stale) => boolean) => StateDamage | undefined) | undefined;
}

/** `byToken`: the request came with a bearer token for an operation that asks for one. */
export type AtAdmit = (byToken: boolean) => Answer | undefined;

/**
 * One way to fail: what it takes, and what it plans for one firing. Decides nothing about when it fires, never waits, never
 * touches a socket: the same options, context and chance give the same plan.
 */
export interface FaultKind<Options = never> {
  readonly kind: string;
  /** What the client sees, as in the catalogue. */
  readonly summary: string;
  readonly options: OptionSpecs<Options>;
  layerOf(options: Options): Layer;
  /** Words a contradiction between options, each of which is right by itself; undefined where there is none. */
  contradiction?(options: Options): string | undefined;
  /** Of the webhook layer: whether it is for deliveries of this event. */
  hits?(options: Options, event: string): boolean;
  plan(options: Options, context: PlanContext): FaultPlan;
}

export interface PlanContext {
  readonly exchange: Exchange;
  readonly random: Random;
  /** A draw that over many firings of the rule fills [0, 1) evenly, for what is measured by its distribution; absent where none are counted. */
  evenly?(): number;
  /** The healthy answer; at the response layer only. */
  readonly answer: Answer | undefined;
  /** What the document says of the operation that was hit; undefined where nothing matched. */
  readonly operation: OperationView | undefined;
}

/** What faults may ask of an operation. */
export interface OperationView {
  readonly schemas: Schemas;
  /** The raw or translated schema of the content that has this status and media type. */
  responseSchema(status: number, mediaType: string): unknown;
  /** The document's own answer of that status (examples first, else generated); undefined where it describes none. */
  describedAnswer(status: number): Answer | undefined;
  /** The statuses of 400 and above that the document describes, in its order. */
  readonly errorStatuses: readonly number[];
  /** Where its list lies and what leads to the next page; undefined where it answers none. */
  list(): ListView | undefined;
}

/** What the document says of a list and of its pages. */
export interface ListView {
  /** Undefined where the answer is the array itself. */
  readonly property: string | undefined;
  readonly pagination: {
    readonly style: 'none' | 'cursor' | 'page' | 'offset';
    readonly parameter: string | undefined;
    readonly limit: { readonly parameter: string } | undefined;
    readonly firstPage: number;
    readonly members: readonly { readonly path: readonly string[]; readonly tells: string }[];
    readonly link: boolean;
  };
}

/** What a fault asks for. Several plans on one request compose: delays add up, the first answer answers, one end, one pacing. */
export type FaultPlan =
  | { readonly do: 'delay'; readonly ms: number }
  /** Held until the rule is cleared or `ms` have passed; `after` once the answer was made and what it wrote is kept. */
  | { readonly do: 'hold'; readonly at: 'before' | 'after'; readonly ms: number | undefined }
  /** This answer instead of the operation's; the operation is not asked. */
  | { readonly do: 'answer'; readonly answer: Answer }
  /** `before`: the operation is not asked. `after`: it is, its write is kept, and the answer is delivered like this. */
  | { readonly do: 'deliver'; readonly at: 'before' | 'after'; readonly delivery: Omit<Delivery, 'signal' | 'onEnd'> }
  /**
   * Another answer in place of the healthy one; for the journal the JSON pointer that was changed, and what the change does:
   * `renamed, violating`. Response layer only.
   */
  | { readonly do: 'replace'; readonly answer: Answer; readonly pointer?: string; readonly note?: string }
  /** The operation is answered as if what it writes were kept. State layer only. */
  | { readonly do: 'lose' }
  /** An item is read as it was before its last changes. State layer only. */
  | { readonly do: 'stale'; readonly stale: Stale }
  /** What the listener does until the rule is gone. */
  | { readonly do: 'listen'; readonly state: ListenerFault }
  /** What becomes of one delivery of a webhook. */
  | { readonly do: 'disturb'; readonly disturbance: Omit<Disturbance, 'rule'> }
  /**
   * The fault does not apply to this request (no JSON, no schema, a stream): recorded as not fired. `where` is what the rule
   * asked for, and told only to its maker: a client that brings its own rule may write anything there.
   */
  | { readonly do: 'nothing'; readonly why: string; readonly where?: string };
