import { EnvHttpProxyAgent, request as send } from 'undici';
import { PactError } from '../errors.ts';
import { isObject } from '../pact/json.ts';
import type { Json, JsonObject } from '../pact/pact.ts';
import { brokerFailure, unreachable } from './broker-failure.ts';
import type { BrokerSettings } from './broker-settings.ts';
import { expand, linksOf } from './hal.ts';

/**
 * Speaks the HTTP API of a Pact Broker, ours or another, by the links that it gives. What it refuses is thrown as a PactError, but
 * for the statuses that a call expects. Sends credentials only to the address that was named; never prints them.
 */
export interface BrokerClient {
  /** Its address, as it may be printed. */
  readonly shown: string;
  /** The first document, asked for once. */
  index(): Promise<JsonObject>;
  /** @param href as a link has it, or a path below the broker's address. */
  get(href: string): Promise<JsonObject>;
  /** Undefined where there is no such thing. */
  find(href: string): Promise<JsonObject | undefined>;
  send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    href: string,
    body: Json,
    options?: SendOptions,
  ): Promise<BrokerAnswer>;
  close(): Promise<void>;
}

export interface SendOptions {
  /** Statuses above 399 that are answers here, and no failures. */
  readonly expect?: readonly number[];
  readonly contentType?: string;
}

export interface BrokerAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly location: string | undefined;
}

export function connectBroker(settings: BrokerSettings): BrokerClient {
  const { url, shown, ca, timeoutMs, proxy } = settings;
  const dispatcher = new EnvHttpProxyAgent({
    ...proxy,
    connect: { timeout: timeoutMs, ...(ca !== undefined && { ca }) },
    ...(ca !== undefined && { requestTls: { ca } }),
  });
  let first: Promise<JsonObject> | undefined;
  const ask = async (method: string, href: string, body?: Json, options: SendOptions = {}): Promise<BrokerAnswer> => {
    const target = targetOf(url, href);
    const answer = await send(target, {
      dispatcher,
      method,
      headers: headersFor(settings, body, options.contentType),
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
      .then(async ({ statusCode: status, headers, body: content }) => ({ status, headers, text: await content.text() }))
      .catch((error: unknown) => {
        throw unreachable(error, shown, timeoutMs);
      });
    const { status, headers, text } = answer;
    const location = typeof headers.location === 'string' ? headers.location : undefined;
    const asked = { method, path: target.pathname, shown };
    const isExpected = options.expect?.includes(status) ?? false;
    if (status >= 300 && !isExpected) throw brokerFailure({ ...asked, status, text, location });
    // What is not there may be said in HTML.
    return { status, body: status === 404 ? {} : documentIn(text, asked), location };
  };
  return {
    shown,
    index: () => {
      first ??= ask('GET', '', undefined, { expect: [404] }).then(({ status, body }) => {
        if (status === 404)
          throw new PactError('BROKER_UNSUITED', `there is no Pact Broker at ${shown}: it answers with 404`);
        return body;
      });
      return first;
    },
    get: async (href) => (await ask('GET', href)).body,
    find: async (href) => {
      const { status, body } = await ask('GET', href, undefined, { expect: [404] });
      return status === 404 ? undefined : body;
    },
    send: ask,
    close: () => dispatcher.destroy(),
  };
}

/** The address that a relation of the broker's first document has; `otherwise` is the path that it has everywhere else. */
export async function linkFromIndex(
  client: BrokerClient,
  relation: string,
  values: Readonly<Record<string, string>>,
  otherwise?: string,
): Promise<string> {
  const [link] = linksOf(await client.index(), relation);
  const template = link?.href ?? otherwise;
  if (template !== undefined) return expand(template, values);
  throw new PactError(
    'BROKER_UNSUITED',
    `the broker at ${client.shown} has no link ${relation}: it is no Pact Broker, or an old one`,
  );
}

/** A broker behind a proxy may call itself by another name: what it links to is asked of the address that was named. */
function targetOf(base: URL, href: string): URL {
  const linked = new URL(href, base);
  return new URL(linked.pathname + linked.search, base);
}

function headersFor({ authorization }: BrokerSettings, body: Json | undefined, contentType = 'application/json') {
  return {
    accept: 'application/hal+json, application/json, */*;q=0.1',
    'user-agent': 'stunt',
    ...(authorization !== undefined && { authorization }),
    ...(body !== undefined && { 'content-type': contentType }),
  };
}

function documentIn(
  text: string,
  { method, path, shown }: { method: string; path: string; shown: string },
): JsonObject {
  if (text.trim() === '') return {};
  try {
    const parsed: Json = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch {
    // Said below.
  }
  throw new PactError(
    'BROKER_UNSUITED',
    `${method} ${path} at ${shown} answered with what is no JSON object: it is no Pact Broker`,
  );
}
