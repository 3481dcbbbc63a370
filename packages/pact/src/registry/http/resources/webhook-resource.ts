import { ATTEMPTS } from '../../webhooks/courier.ts';
import { HIDDEN, shownHeaders, shownUrl } from '../../webhooks/redact-webhook.ts';
import type { TriggeredWebhook } from '../../webhooks/stored-webhooks.ts';
import { type PacticipantFilter, type Webhook, webhookName } from '../../webhooks/webhook.ts';
import { type Links, pacticipantHref } from '../links.ts';
import type { Hal } from '../route.ts';
import { isoTime } from './iso-time.ts';

/** A webhook as it is shown: with what it does, without what lets it in. */
export function webhookResource(links: Links, webhook: Webhook): Hal {
  const { uuid, description, enabled, consumer, provider, request, events, createdAt } = webhook;
  const title = webhookName(webhook);
  return {
    uuid,
    description: description ?? title,
    ...(consumer && { consumer }),
    ...(provider && { provider }),
    enabled,
    request: {
      method: request.method,
      url: shownUrl(request.url),
      headers: shownHeaders(request.headers),
      ...(request.body !== null && { body: request.body }),
      ...(request.username !== null && { username: request.username, password: HIDDEN }),
    },
    events: events.map((name) => ({ name })),
    createdAt: isoTime(createdAt),
    _links: {
      self: { title, href: links.to('webhooks', uuid) },
      'pb:execute': {
        title: 'Send it once, for the latest pact that it concerns',
        href: links.to('webhooks', uuid, 'execute'),
      },
      ...linkOf(links, 'pb:consumer', consumer),
      ...linkOf(links, 'pb:provider', provider),
      'pb:triggered-webhooks': {
        title: 'What it was triggered to send',
        href: links.to('webhooks', uuid, 'triggered-webhooks'),
      },
      'pb:webhooks': { title: 'All webhooks', href: links.to('webhooks') },
    },
  };
}

const linkOf = (links: Links, relation: string, filter: PacticipantFilter | null): Hal =>
  filter !== null && 'name' in filter
    ? { [relation]: { name: filter.name, href: pacticipantHref(links, filter.name) } }
    : {};

/** One request that was to be sent, and how far it came. */
export function triggeredResource(links: Links, triggered: TriggeredWebhook): Hal {
  const { uuid, webhookUuid, eventName, status, attempts, createdAt } = triggered;
  const isOpen = status === 'not_run' || status === 'retrying';
  return {
    uuid,
    name: eventName,
    status,
    attemptsMade: attempts,
    attemptsRemaining: isOpen ? ATTEMPTS - attempts : 0,
    triggerType: 'resource_creation',
    eventName,
    triggeredAt: isoTime(createdAt),
    _links: {
      'pb:logs': { title: 'What was sent and answered', href: links.to('triggered-webhooks', uuid, 'logs') },
      'pb:webhook': { title: 'Webhook', href: links.to('webhooks', webhookUuid) },
    },
  };
}
