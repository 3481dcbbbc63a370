/** Writes audit events: who did what to which resource. Holds ids and names of fields, never their values. */
import type { Client } from './clients.ts';
import { type Clock, timeText } from './clock.ts';
import { newId } from './ids.ts';
import type { Store } from './store.ts';

export interface Deed {
  readonly type: string;
  readonly resource: { readonly type: string; readonly id: string };
  /** The participants that may read it, besides the one that acts. */
  readonly readers?: readonly string[];
  readonly changedFields?: readonly string[];
  readonly outcome?: 'success' | 'denied';
}

export interface AuditLog {
  record(by: { readonly client: Client; readonly requestId: string }, deed: Deed): void;
}

export function createAuditLog({ auditEvents }: Store, clock: Clock): AuditLog {
  return {
    record({ client, requestId }, { type, resource, readers = [], changedFields = [], outcome = 'success' }) {
      const now = clock.now();
      const participantId = typeof client.participantId === 'string' ? client.participantId : null;
      auditEvents.put({
        id: newId('aud', now),
        type,
        outcome,
        occurredAt: timeText(now),
        actor: { kind: 'client', id: client.id, participantId },
        resource,
        changedFields: changedFields.map((name) => `/${name}`),
        requestId,
        readers: [...new Set([...readers, ...(participantId === null ? [] : [participantId])])],
      });
    },
  };
}
