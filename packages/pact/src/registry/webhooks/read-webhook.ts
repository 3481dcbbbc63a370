import type { TargetRules } from '@stuntdouble/engine';
import { isObject } from '../../pact/json.ts';
import type { Json, JsonObject } from '../../pact/pact.ts';
import { findPacticipant } from '../read/pacticipants.ts';
import type { Database } from '../store/database.ts';
import { HIDDEN } from './redact-webhook.ts';
import {
  type PacticipantFilter,
  type Webhook,
  type WebhookEventName,
  type WebhookRequest,
  webhookEventNames,
} from './webhook.ts';

export type GivenWebhook = Omit<Webhook, 'uuid' | 'since' | 'createdAt'>;

export type ReadWebhook =
  | { readonly kind: 'read'; readonly webhook: GivenWebhook }
  | { readonly kind: 'invalid'; readonly errors: Readonly<Record<string, readonly string[]>> };

export interface WebhookReading {
  readonly tables: Database;
  readonly rules: TargetRules;
  /** Whose secrets stay, where what is sent shows them hidden. */
  readonly before?: Webhook | undefined;
}

/** Reads a webhook as clients of the Pact Broker send it. Connects with nobody. */
export function readWebhook(body: JsonObject, reading: WebhookReading): ReadWebhook {
  const errors: Record<string, string[]> = {};
  const webhook = {
    description: typeof body.description === 'string' ? body.description : null,
    enabled: body.enabled !== false,
    events: readEvents(body.events, errors),
    consumer: readFilter('consumer', body.consumer, reading.tables, errors),
    provider: readFilter('provider', body.provider, reading.tables, errors),
    request: readRequest(body.request, reading, errors),
  };
  return Object.keys(errors).length > 0 ? { kind: 'invalid', errors } : { kind: 'read', webhook };
}

type Errors = Record<string, string[]>;

const isEventName = (name: unknown): name is WebhookEventName => webhookEventNames.some((known) => known === name);

/** Without any, the one that the Pact Broker takes. */
function readEvents(given: Json | undefined, errors: Errors): readonly WebhookEventName[] {
  if (given === undefined || given === null || (Array.isArray(given) && given.length === 0))
    return ['contract_content_changed'];
  const names = Array.isArray(given) ? given.map((each: Json) => (isObject(each) ? each.name : each)) : [];
  const known = names.filter(isEventName);
  if (known.length < names.length || names.length === 0)
    errors.events = [`must be a list of {"name": EVENT}, with EVENT one of ${webhookEventNames.join(', ')}`];
  return [...new Set(known)];
}

function readFilter(
  role: 'consumer' | 'provider',
  given: Json | undefined,
  tables: Database,
  errors: Errors,
): PacticipantFilter | null {
  if (given === undefined || given === null) return null;
  const { name, label } = isObject(given) ? given : {};
  if (typeof label === 'string' && label !== '' && name === undefined) return { label };
  if (typeof name !== 'string' || name === '' || label !== undefined) {
    errors[role] = ['must have either a name or a label'];
    return null;
  }
  if (findPacticipant(tables, name) === undefined)
    errors[`${role}.name`] = [`does not match an existing pacticipant: there is no ${name}`];
  return { name };
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

function readRequest(given: Json | undefined, { rules, before }: WebhookReading, errors: Errors): WebhookRequest {
  const request = isObject(given) ? given : {};
  const method = typeof request.method === 'string' ? request.method.toUpperCase() : '';
  if (!METHODS.includes(method)) errors['request.method'] = [`must be one of ${METHODS.join(', ')}`];
  const url = typeof request.url === 'string' ? request.url : '';
  const wrong = refusalOf(url, rules);
  if (wrong !== undefined) errors['request.url'] = [wrong];
  const username = typeof request.username === 'string' ? request.username : null;
  const password = typeof request.password === 'string' ? request.password : null;
  return {
    method,
    url,
    headers: readHeaders(request.headers, before, errors),
    body: request.body ?? null,
    username,
    password:
      password === HIDDEN || (password === null && username !== null) ? (before?.request.password ?? null) : password,
  };
}

function refusalOf(url: string, rules: TargetRules): string | undefined {
  const host = /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1];
  if (host === undefined) return 'must be an absolute URL: https://HOST/PATH';
  if (host.includes('$' + '{')) return 'cannot have a parameter in the host';
  const refusal = rules.refusalOfUrl(url.replace(/\$\{[^}]*\}/g, 'x'));
  return refusal === undefined ? undefined : `is refused: ${refusal}`;
}

/** Fields that belong to the connection. */
const OURS = ['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'expect', 'te', 'trailer'];

function readHeaders(
  given: Json | undefined,
  before: Webhook | undefined,
  errors: Errors,
): Readonly<Record<string, string>> {
  if (given === undefined || given === null) return {};
  const entries = isObject(given) ? Object.entries(given) : [];
  const known = Object.entries(before?.request.headers ?? {});
  const wrong = entries.filter(
    ([name, value]) =>
      !/^[!#$%&'*+.^_`|~\w-]+$/.test(name) ||
      OURS.includes(name.toLowerCase()) ||
      typeof value !== 'string' ||
      /[^\t\x20-\x7e\x80-\xff]/.test(value),
  );
  if (!isObject(given) || wrong.length > 0)
    errors['request.headers'] = [
      `must be names and values of header fields, without those of the connection${wrong.length > 0 ? `; wrong: ${wrong.map(([name]) => name).join(', ')}` : ''}`,
    ];
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const kept = known.find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
      return [name, value === HIDDEN ? (kept ?? '') : String(value)];
    }),
  );
}
