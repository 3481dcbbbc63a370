import { type Clock, createSendDelivery, type Secrets, systemClock, systemSecrets } from '@stuntdouble/engine';
import { type Authorize, authorizeBy, withPublicBadges } from './http/authorize.ts';
import { serveRegistry } from './http/server.ts';
import type { HandedAnswer, HandedRequest, MountPoint } from './mount/handed-request.ts';
import { seedEnvironments } from './publish/seed-environments.ts';
import { type EventLog, eventLog } from './record/log.ts';
import { openDatabase } from './store/open-database.ts';
import { grantOf, hasTokens } from './tokens/stored-tokens.ts';
import { type Courier, createCourier } from './webhooks/courier.ts';
import { webhookTargets } from './webhooks/webhook-targets.ts';

/** A registry of contracts over one SQLite file. Blocks while it writes: where others need the loop, it runs in a worker. */
export interface RunningRegistry {
  readonly url: string;
  /** What it knows, for code in this process. */
  readonly log: EventLog;
  /** Answers a request that came in somewhere else. */
  answer(request: HandedRequest): Promise<HandedAnswer>;
  /** Says where clients reach it, where it does not listen itself. */
  locate(url: string): void;
  /** Answers what is under way, writes the log back into the file, and lets go of it. */
  close(): Promise<void>;
}

export interface RegistryOptions {
  /** Path of the SQLite file, which is made where there is none; its folder has to be there. */
  readonly db: string;
  /** @default 4030; 0 takes a free one */
  readonly port?: number | undefined;
  /** @default 127.0.0.1 */
  readonly host?: string | undefined;
  /** Without one, only this machine is answered. @default none */
  readonly token?: string | undefined;
  /** Decides instead of the token. @default by the token */
  readonly authorize?: Authorize | undefined;
  /** Whether badges are shown to everybody: pages that show them send no token. @default false */
  readonly publicBadges?: boolean | undefined;
  /** The address in links, where something stands in front. @default what each request was sent to */
  readonly publicUrl?: string | undefined;
  /** Whether a version's pact may be published again with another content. @default false */
  readonly allowOverwrite?: boolean | undefined;
  /** Hosts, addresses and ranges that webhooks may go to beside public ones: `hooks.example.com`, `10.1.0.0/16`. @default none */
  readonly webhookAllow?: readonly string[] | undefined;
  /** Where in another server it stands: then it listens nowhere. @default it listens */
  readonly mounted?: MountPoint | undefined;
  readonly clock?: Clock | undefined;
  readonly secrets?: Secrets | undefined;
  readonly onLog?: ((line: string) => void) | undefined;
}

const WEBHOOK_TIMEOUT_MS = 10_000;

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** @throws PactError REGISTRY_… where the file cannot be used; Node's error where the port cannot be listened on. */
export async function startRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  const { db, port = 4030, host = '127.0.0.1', token, clock = systemClock, secrets = systemSecrets } = options;
  const tables = openDatabase(db);
  try {
    const onLog = options.onLog ?? (() => undefined);
    const publicUrl = options.publicUrl?.replace(/\/+$/, '');
    let courier: Courier | undefined;
    let url = '';
    const log = eventLog({ tables, clock, secrets, onRecorded: () => courier?.wake() });
    seedEnvironments(log);
    const rules = webhookTargets(options.webhookAllow ?? [], isLoopback(host) && publicUrl === undefined);
    const send = createSendDelivery({ rules, clock, timeout: WEBHOOK_TIMEOUT_MS });
    courier = createCourier({ log, send, base: () => publicUrl ?? url, onLog });
    const settings = { allowOverwrite: options.allowOverwrite ?? false };
    const known = { any: () => hasTokens(tables), grantOf: (shown: string) => grantOf(tables, shown) };
    const byToken = options.authorize ?? authorizeBy(token, known);
    const authorize = options.publicBadges ? withPublicBadges(byToken) : byToken;
    const webhooks = { courier, rules };
    const { mounted } = options;
    const own = { host, port: mounted === undefined ? port : undefined, publicUrl, mounted };
    const server = await serveRegistry({ ...own, log, authorize, settings, webhooks, onLog });
    url = server.url;
    courier.wake();
    let closed: Promise<void> | undefined;
    return {
      url,
      log,
      answer: (request) => server.answer(request),
      locate: (at) => {
        url = at;
      },
      close: () => {
        closed ??= server
          .close()
          .then(() => courier.close())
          .then(() => tables.close());
        return closed;
      },
    };
  } catch (error) {
    tables.close();
    throw error;
  }
}
