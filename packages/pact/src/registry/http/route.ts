import type { JsonObject } from '../../pact/pact.ts';
import type { EventLog } from '../record/log.ts';
import type { WebhookServices } from '../webhooks/courier.ts';
import type { Links } from './links.ts';

/** One address of the registry: what is asked, and what is answered, as plain data. Never touches a socket. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for each part that differs. */
  readonly path: string;
  readonly handle: (call: Call) => Reply | Promise<Reply>;
}

export interface Call {
  /** Decoded parts of the path. @throws nothing: an absent name is a bug of the route and gives ''. */
  readonly part: (name: string) => string;
  readonly query: URLSearchParams;
  /** What was sent, where it was an object; else empty. */
  readonly body: JsonObject;
  readonly log: EventLog;
  readonly links: Links;
  readonly settings: RegistrySettings;
  readonly webhooks: WebhookServices;
}

/** What the operator decides. */
export interface RegistrySettings {
  /** Whether a version's pact may be published again with another content. @default false */
  readonly allowOverwrite: boolean;
}

export interface Reply {
  readonly status: number;
  readonly body?: Hal | string;
  /** @default application/hal+json, where there is a body */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A document with `_links` and `_embedded`, or any other that is sent as JSON. */
export type Hal = Readonly<Record<string, unknown>>;

export const ok = (body: Hal): Reply => ({ status: 200, body });
export const created = (body: Hal, location?: string): Reply => ({
  status: 201,
  body,
  ...(location !== undefined && { headers: { location } }),
});
export const noContent: Reply = { status: 204 };

export const notFound = (what: string): Reply => ({ status: 404, body: { error: what } });

/** What is wrong, by field. */
export const invalid = (errors: Readonly<Record<string, readonly string[]>>): Reply => ({
  status: 400,
  body: { errors },
});

export const conflict = (body: Hal): Reply => ({ status: 409, body });
