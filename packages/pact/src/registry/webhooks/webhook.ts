import type { Json } from '../../pact/pact.ts';

/** A request that is sent when something happens, as it is kept: its secrets included. Never leaves the registry in this form. */
export interface Webhook {
  readonly uuid: string;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly events: readonly WebhookEventName[];
  /** Of whose contracts; null means of all. */
  readonly consumer: PacticipantFilter | null;
  readonly provider: PacticipantFilter | null;
  readonly request: WebhookRequest;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** Number of the newest event when it was made: what was before does not concern it. */
  readonly since: number;
}

export type PacticipantFilter = { readonly name: string } | { readonly label: string };

export interface WebhookRequest {
  readonly method: string;
  /** With `${pactbroker.…}` where something is filled in, as in header fields and the body. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly username: string | null;
  readonly password: string | null;
}

export const webhookEventNames = [
  'contract_published',
  'contract_content_changed',
  'contract_requiring_verification_published',
  'provider_verification_published',
  'provider_verification_succeeded',
  'provider_verification_failed',
] as const;

export type WebhookEventName = (typeof webhookEventNames)[number];

/** Without a description it is named by what it does. */
export function webhookName({ description, request }: Pick<Webhook, 'description' | 'request'>): string {
  if (description !== null && description !== '') return description;
  return `${request.method} ${URL.canParse(request.url) ? new URL(request.url).host : 'a webhook'}`;
}
