import type { JournalEntry, RuleInput, RunStatus } from '@stuntdouble/engine';

/** What the control API answers, as far as the commands read it. */

export interface FaultInForce extends RuleInput {
  readonly id: string;
  readonly sandbox: string;
  readonly layer: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly matched: number;
  readonly fired: number;
  readonly notes?: readonly string[];
}

export interface FaultList {
  readonly faults: readonly FaultInForce[];
}

export interface Preview {
  readonly diff: string;
  readonly pointer?: string;
  readonly note?: string;
}

export interface ScenarioListing {
  readonly scenarios: readonly {
    readonly name: string;
    readonly description?: string;
    readonly phases: readonly { readonly name: string; readonly for?: string; readonly requests?: number }[];
  }[];
  readonly runs: readonly RunStatus[];
}

export interface RequestListing {
  readonly requests: readonly JournalEntry[];
  readonly total: number;
}

export interface WebhookSubscription {
  readonly id: string;
  readonly source: 'api' | 'added' | 'listen';
  readonly url: string | null;
  readonly events: readonly string[] | null;
  readonly paused: boolean;
}

export interface WebhookSubscriptionWithSecret extends WebhookSubscription {
  readonly secret: string;
  /** In the stream: the one that the address leads to, whatever was asked for. */
  readonly sandbox?: string;
}

export interface WebhookListing {
  readonly events: readonly string[];
  readonly subscriptions: readonly WebhookSubscription[];
}

/** One attempt. */
export interface WebhookDelivery {
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly subscription: string;
  readonly attempt: number;
  readonly state: string;
  readonly status: number;
  readonly durationMs: number;
  readonly reason: string | null;
  readonly retryAt: string | null;
  readonly fault: string | null;
}

export interface WebhookDeliveryList {
  readonly deliveries: readonly WebhookDelivery[];
}

export interface Health {
  readonly sandboxes: readonly string[];
}
