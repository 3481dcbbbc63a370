/** Audit events as their readers see them: append-only, of the caller's own organisation. */
import { actsFor, type Client } from './clients.ts';
import { filtered, type ListParameters, page, within } from './lists.ts';
import { type ItemParameters, type Operation, operation } from './operation.ts';
import type { Platform } from './platform.ts';
import { notFound } from './problem.ts';
import type { AuditEvent } from './resources.ts';
import type { OwnedAuditEvent } from './store.ts';

interface AuditListParameters extends ListParameters, Partial<Pick<AuditEvent, 'type' | 'outcome'>> {
  readonly resourceId?: string;
  readonly occurredAfter?: string;
  readonly occurredBefore?: string;
}

export function auditEvents({ store, clock }: Platform): readonly Operation[] {
  return [
    operation<AuditListParameters>('listAuditEvents', ({ client, parameters }) => {
      const { type, outcome, resourceId, occurredAfter, occurredBefore, sort = '-occurredAt' } = parameters;
      const visible = store.auditEvents.all().filter((event) => maySee(client, event));
      const wanted = filtered<OwnedAuditEvent>(visible, { type, outcome }).filter(
        ({ resource }) => resourceId === undefined || resource.id === resourceId,
      );
      const items = within(wanted, 'occurredAt', { after: occurredAfter, before: occurredBefore });
      return page({ items, parameters, sort, now: clock.now(), show: shown });
    }),
    operation<ItemParameters>('getAuditEvent', ({ client, parameters }) => {
      const stored = store.auditEvents.get(parameters.id);
      if (!stored || !maySee(client, stored.item)) throw notFound();
      return { status: 200, body: shown(stored.item) };
    }),
  ];
}

const maySee = (client: Client, { readers }: OwnedAuditEvent): boolean => actsFor(client, ...readers);
const shown = ({ readers: _readers, ...event }: OwnedAuditEvent): AuditEvent => event;
