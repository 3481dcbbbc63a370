import type { SignedDelivery } from '@stuntdouble/engine';
import { isObject } from '../../pact/json.ts';
import type { Json } from '../../pact/pact.ts';
import type { WebhookRequest } from './webhook.ts';

/** What templates may name: `pactbroker.pactUrl` and so on. */
export type WebhookParameters = Readonly<Record<string, string>>;

/** A webhook's request with everything filled in, each value escaped for where it stands. Reads nothing else. */
export function renderRequest(
  { method, url, headers, body, username, password }: WebhookRequest,
  parameters: WebhookParameters,
): Pick<SignedDelivery, 'method' | 'headers' | 'body'> & { readonly url: string } {
  const text = bodyText(body, parameters);
  const filled = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), fill(value, parameters, onOneLine)]),
  );
  return {
    method,
    url: fill(url, parameters, (value) => encodeURIComponent(value.toWellFormed())),
    headers: {
      'user-agent': 'Stuntdouble',
      ...(text !== '' && { 'content-type': 'application/json' }),
      ...(username !== null && {
        authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`, 'utf8').toString('base64')}`,
      }),
      ...filled,
    },
    body: text,
  };
}

function bodyText(body: Json, parameters: WebhookParameters): string {
  if (body === null) return '';
  if (typeof body === 'string') return fill(body, parameters, insideJson);
  return JSON.stringify(filledIn(body, parameters));
}

function filledIn(value: Json, parameters: WebhookParameters): Json {
  if (typeof value === 'string') return fill(value, parameters, (plain) => plain);
  if (Array.isArray(value)) return value.map((each: Json) => filledIn(each, parameters));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filledIn(each ?? null, parameters)]));
}

/** What has no such name is left as it stands, so that it is seen. */
const fill = (template: string, parameters: WebhookParameters, escaped: (value: string) => string): string =>
  template.replace(/\$\{(pactbroker\.\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    return value === undefined ? whole : escaped(value);
  });

const insideJson = (value: string): string => JSON.stringify(value).slice(1, -1);

/** Header fields take no line breaks, and bytes only. */
const onOneLine = (value: string): string =>
  value.toWellFormed().replace(/[^\x20-\x7e]/gu, (char) => encodeURIComponent(char));
