import { hash } from 'node:crypto';
import type { Clock, Secrets } from '@stuntdouble/engine';
import { integer, text } from '../store/column.ts';
import type { Database } from '../store/database.ts';
import { derivedTables } from '../store/migrations.table.ts';
import { applyEvent } from './apply-event.ts';
import type { RegistryEvent } from './event.ts';

/** The append-only log, and the tables that follow from it: both are written in one transaction, or neither is. */
export interface EventLog {
  readonly tables: Database;
  readonly clock: Clock;
  /** One transaction around everything that `work` reads and records. */
  transaction<T>(work: () => T): T;
  record(event: RegistryEvent): void;
  /** Keeps a text under its hash. @returns the hash */
  keep(body: string): string;
  content(contentHash: string): string | undefined;
  uuid(): string;
  /** Makes all that follows from the log again. */
  rebuild(): void;
}

export interface EventLogOptions {
  readonly tables: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** Called once a transaction is on the disk, with what was recorded in it: what follows from events elsewhere starts here. */
  readonly onRecorded?: (events: readonly RegistryEvent[]) => void;
}

export function eventLog({ tables, clock, secrets, onRecorded }: EventLogOptions): EventLog {
  let recorded: RegistryEvent[] | undefined;
  const transaction = <T>(work: () => T): T => {
    if (recorded !== undefined) return work();
    const events: RegistryEvent[] = [];
    recorded = events;
    try {
      const result = tables.transaction(work);
      recorded = undefined;
      if (events.length > 0) onRecorded?.(events);
      return result;
    } finally {
      recorded = undefined;
    }
  };
  return {
    tables,
    clock,
    transaction,
    record: (event) =>
      transaction(() => {
        const at = clock.now();
        const { type, ...data } = event;
        const row = tables.one(
          { seq: integer },
          'INSERT INTO events (at, type, data) VALUES (?, ?, ?) RETURNING seq',
          at,
          type,
          JSON.stringify(data),
        );
        if (row === undefined) throw new Error('an event got no number');
        applyEvent(tables, event, { seq: row.seq, at });
        recorded?.push(event);
      }),
    keep(body) {
      const contentHash = hash('sha256', body);
      tables.run('INSERT INTO contents (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING', contentHash, body);
      return contentHash;
    },
    content: (contentHash) => tables.one({ body: text }, 'SELECT body FROM contents WHERE hash = ?', contentHash)?.body,
    uuid: () => uuidOf(secrets),
    rebuild: () => tables.transaction(() => rebuild(tables)),
  };
}

function rebuild(tables: Database): void {
  for (const table of derivedTables) tables.run(`DELETE FROM ${table}`);
  const events = tables.all({ seq: integer, at: integer, type: text, data: text }, 'SELECT * FROM events ORDER BY seq');
  for (const { seq, at, type, data } of events) {
    const event: unknown = { type, ...JSON.parse(data) };
    if (isEvent(event)) applyEvent(tables, event, { seq, at });
  }
}

/** The log holds what this module wrote: its type says all the rest. */
const isEvent = (value: unknown): value is RegistryEvent =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Version 4, from our own source of secrets. */
function uuidOf(secrets: Secrets): string {
  const bytes = Buffer.from(secrets.token(16), 'base64url');
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
