/**
 * The shapes of webhooks: who is told, what is sent, and what is remembered of it. Plain data; the log is an allow list and
 * holds no URL, no secret and nothing of a body.
 */

/** Somebody who is told of events. */
export interface Subscription {
  readonly id: string;
  readonly sandbox: string;
  /** `api`: made through the API itself. `added`: by the operator or the partner. `listen`: lives as long as its stream. */
  readonly source: 'api' | 'added' | 'listen';
  /** Undefined for a stream. */
  readonly url: string | undefined;
  /** Names of events, `*` at an end for any; undefined: all. */
  readonly events: readonly string[] | undefined;
  /** `whsec_…` */
  readonly secret: string;
  /** Sent as `Authorization`, where the API lets subscribers ask for that. */
  readonly authorization: string | undefined;
  readonly paused: boolean;
  /** What happens while it is paused is sent afterwards, up to a day later; lost otherwise. */
  readonly keeps?: boolean | undefined;
  /** The item of the API that it was made by, as resource and id; undefined for all others. */
  readonly item: string | undefined;
  /** Milliseconds of the sandbox's clock. */
  readonly createdAt: number;
}

export interface NewSubscription {
  readonly url: string;
  readonly events?: readonly string[] | undefined;
  readonly secret?: string | undefined;
}

/** What is sent; the same bytes at each attempt and to each subscription. */
export interface Message {
  /** `webhook-id`: receivers drop what they have seen. */
  readonly id: string;
  readonly event: string;
  readonly method: string;
  readonly body: string;
}

/** How one delivery differs from others. */
export interface DeliveryChoice {
  /** Milliseconds between the attempts. @default those of the options */
  readonly retries?: readonly number[];
  /** Is not held. */
  readonly evenPaused?: boolean;
}

export type DeliveryState =
  /** Answered with 2xx. */
  | 'delivered'
  /** Will be tried again. */
  | 'retrying'
  /** Was tried as often as is tried. */
  | 'failed'
  /** Answered with 410: the subscription has ended. */
  | 'gone'
  /** The target may not be sent to. */
  | 'refused'
  /** Its subscription is paused: it waits for a day, and is sent once that is active again. */
  | 'held'
  /** A fault lost it. */
  | 'lost'
  /** More were waiting than may wait, or it waited for a day. */
  | 'dropped';

/** Why no answer came, or none that counts. */
export type FailureReason = 'timeout' | 'connection' | 'target-refused' | 'redirect' | 'redirect-refused' | 'closed';

/** One attempt, as it is remembered and told. */
export interface DeliveryEntry {
  /** Of the delivery: the same for all of its attempts. */
  readonly id: string;
  readonly sandbox: string;
  readonly at: number;
  readonly event: string;
  readonly subscription: string;
  /** From 1; 0 where none was made. */
  readonly attempt: number;
  readonly state: DeliveryState;
  /** 0 where there was no answer. */
  readonly status: number;
  readonly durationMs: number;
  readonly reason: FailureReason | undefined;
  /** When it is tried again. */
  readonly retryAt: number | undefined;
  /** The rule that disturbed it, and how: `r1 lost`. */
  readonly fault: string | undefined;
}

/** One attempt as it leaves. */
export interface SignedDelivery {
  readonly delivery: string;
  readonly attempt: number;
  readonly event: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface AttemptOutcome {
  readonly status: number;
  readonly reason?: FailureReason | undefined;
  /** Milliseconds that the receiver asks to wait. */
  readonly retryAfter?: number | undefined;
}

/** What a fault does to one delivery. */
export interface Disturbance {
  readonly mode: DisturbanceMode;
  /** Milliseconds by which it is late, or for which a reordered one waits for the next at most. */
  readonly by: number;
  /** How often a duplicate is sent, or a bad signature. */
  readonly times: number;
  /** Id of the rule. */
  readonly rule: string;
}

export const disturbanceModes = ['lost', 'late', 'duplicate', 'reordered', 'bad-signature'] as const;
export type DisturbanceMode = (typeof disturbanceModes)[number];

/** How webhooks behave; `stunt.yaml` has the same under `webhooks`. */
export interface WebhookSettings {
  /** Hosts, addresses and ranges beside loopback that deliveries may go to. @default [] */
  readonly allow?: readonly string[];
  /** Operations, by operationId or `POST /path`, that fire a webhook, by its name; wins over what is inferred. @default {} */
  readonly map?: Readonly<Record<string, string | readonly string[]>>;
  /** Durations between the attempts. @default 1s, 5s, 30s and so on, for 24 h */
  readonly retries?: readonly string[];
}
