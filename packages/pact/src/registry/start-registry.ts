import { type Clock, type Secrets, systemClock, systemSecrets } from '@stuntdouble/engine';
import { type Authorize, authorizeBy } from './http/authorize.ts';
import { serveRegistry } from './http/server.ts';
import { seedEnvironments } from './publish/seed-environments.ts';
import { type EventLog, eventLog } from './record/log.ts';
import { openDatabase } from './store/open-database.ts';

/** A registry of contracts over one SQLite file. Blocks while it writes: where others need the loop, it runs in a worker. */
export interface RunningRegistry {
  readonly url: string;
  /** What it knows, for code in this process. */
  readonly log: EventLog;
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
  /** The address in links, where something stands in front. @default what each request was sent to */
  readonly publicUrl?: string | undefined;
  /** Whether a version's pact may be published again with another content. @default false */
  readonly allowOverwrite?: boolean | undefined;
  readonly clock?: Clock | undefined;
  readonly secrets?: Secrets | undefined;
  readonly onLog?: ((line: string) => void) | undefined;
}

/** @throws PactError REGISTRY_… where the file cannot be used; Node's error where the port cannot be listened on. */
export async function startRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  const { db, port = 4030, host = '127.0.0.1', token, clock = systemClock, secrets = systemSecrets } = options;
  const tables = openDatabase(db);
  try {
    const log = eventLog({ tables, clock, secrets });
    seedEnvironments(log);
    const server = await serveRegistry({
      log,
      host,
      port,
      authorize: options.authorize ?? authorizeBy(token),
      settings: { allowOverwrite: options.allowOverwrite ?? false },
      publicUrl: options.publicUrl?.replace(/\/+$/, ''),
      onLog: options.onLog ?? (() => undefined),
    });
    let closed: Promise<void> | undefined;
    return {
      url: server.url,
      log,
      close: () => {
        closed ??= server.close().then(() => tables.close());
        return closed;
      },
    };
  } catch (error) {
    tables.close();
    throw error;
  }
}
