/**
 * Intakes: a draft is its submitter's, to change and to discard; once submitted, the recipient sees it too and nobody changes it here.
 */
import { actsFor, type Client } from './clients.ts';
import { timeText } from './clock.ts';
import { newId } from './ids.ts';
import { filtered, type ListParameters, page, within } from './lists.ts';
import { type Call, type ItemParameters, type Operation, operation, type Reply } from './operation.ts';
import { actingParticipant } from './participants.ts';
import type { Platform } from './platform.ts';
import { invalidRequest, notFound, Problem } from './problem.ts';
import type { Intake, IntakeFields } from './resources.ts';
import type { Versioned } from './store.ts';
import { etagOf, mustMatch, versionedReply } from './versions.ts';

interface IntakeListParameters extends ListParameters, Partial<Pick<Intake, 'status' | 'priority' | 'category'>> {
  readonly externalReference?: string;
  readonly createdAfter?: string;
  readonly createdBefore?: string;
}

interface CreateParameters {
  readonly 'Idempotency-Key'?: string;
}

interface Conditional extends ItemParameters {
  readonly 'If-Match'?: string;
  readonly 'If-None-Match'?: string;
}

export function intakes(platform: Platform): readonly Operation[] {
  const { store, idempotencyKeys } = platform;
  return [
    operation<IntakeListParameters>('listIntakes', ({ client, parameters }) => list(platform, client, parameters)),
    operation<CreateParameters, IntakeFields>('createIntake', (call) =>
      idempotencyKeys.once(
        { scope: `createIntake ${call.client.id}`, key: call.parameters['Idempotency-Key'], body: call.body },
        () => create(platform, call),
      ),
    ),
    operation<Conditional>('getIntake', ({ client, parameters }) => {
      const stored = visibleIntake(platform, client, parameters.id);
      return versionedReply(stored, stored.item, parameters['If-None-Match']);
    }),
    operation<Conditional, Partial<IntakeFields>>('updateIntake', (call) => update(platform, call)),
    operation<Conditional>('deleteIntake', (call) => discard(platform, call)),
    operation<ItemParameters>('submitIntake', (call) => submit(platform, call)),
  ];

  function list({ clock }: Platform, client: Client, parameters: IntakeListParameters): Reply {
    const {
      status,
      priority,
      category,
      externalReference,
      createdAfter,
      createdBefore,
      sort = '-createdAt',
    } = parameters;
    const visible = store.intakes.all().filter((intake) => maySee(client, intake));
    const wanted = filtered<Intake>(visible, { status, priority, category, externalReference });
    const items = within(wanted, 'createdAt', { after: createdAfter, before: createdBefore });
    return page({ items, parameters, sort, now: clock.now() });
  }
}

function maySee(client: Client, { submitterId, recipientId, status }: Intake): boolean {
  return actsFor(client, submitterId) || (status !== 'draft' && actsFor(client, recipientId));
}

/** Throws 404 for what is not there and for what the client may not see. */
export function visibleIntake({ store }: Platform, client: Client, id: string): Versioned<Intake> {
  const stored = store.intakes.get(id);
  if (!stored || !maySee(client, stored.item)) throw notFound();
  return stored;
}

/** A draft of the client's own; throws where it has been submitted. */
function ownDraft(platform: Platform, client: Client, id: string): Versioned<Intake> {
  const stored = visibleIntake(platform, client, id);
  if (stored.item.status === 'draft') return stored;
  throw new Problem('state_conflict', 'The intake was submitted; only a draft can be changed or discarded.');
}

function create({ store, clock, audit }: Platform, call: Call<CreateParameters, IntakeFields>): Reply {
  recipientMustBeActive(store.participants.get(call.body.recipientId)?.item.status);
  const now = clock.now();
  const submitterId = actingParticipant(call.client);
  const stored = store.intakes.put({
    id: newId('int', now),
    status: 'draft',
    submitterId,
    ...call.body,
    submittedAt: null,
    createdAt: timeText(now),
    updatedAt: timeText(now),
  });
  audit.record(call, {
    type: 'intake.created',
    resource: { type: 'intake', id: stored.item.id },
    readers: [submitterId],
  });
  const headers = { location: `/v1/intakes/${stored.item.id}`, etag: etagOf(stored) };
  return { status: 201, body: stored.item, headers };
}

function recipientMustBeActive(status: string | undefined): void {
  if (status === 'active') return;
  const detail =
    status === undefined ? 'There is no such participant.' : 'The participant is suspended and receives nothing.';
  throw invalidRequest([{ pointer: '/recipientId', code: 'unknown_recipient', detail }]);
}

function update(platform: Platform, call: Call<Conditional, Partial<IntakeFields>>): Reply {
  const { store, clock, audit } = platform;
  const { item, ...stored } = ownDraft(platform, call.client, call.parameters.id);
  mustMatch({ item, ...stored }, call.parameters['If-Match']);
  if (call.body.recipientId !== undefined) {
    recipientMustBeActive(store.participants.get(call.body.recipientId)?.item.status);
  }
  // A merge patch merges objects (RFC 7396); `metadata` is the only one.
  const metadata = call.body.metadata && { metadata: { ...item.metadata, ...call.body.metadata } };
  const changed = store.intakes.put({ ...item, ...call.body, ...metadata, updatedAt: timeText(clock.now()) });
  audit.record(call, {
    type: 'intake.updated',
    resource: { type: 'intake', id: item.id },
    readers: [item.submitterId],
    changedFields: Object.keys(call.body),
  });
  return versionedReply(changed, changed.item);
}

function discard(platform: Platform, call: Call<Conditional, unknown>): Reply {
  const { store, audit } = platform;
  const stored = ownDraft(platform, call.client, call.parameters.id);
  mustMatch(stored, call.parameters['If-Match']);
  const { id, submitterId } = stored.item;
  for (const document of store.documents.all().filter(({ intakeId }) => intakeId === id)) {
    store.documents.remove(document.id);
    store.contents.delete(document.id);
  }
  store.intakes.remove(id);
  audit.record(call, { type: 'intake.deleted', resource: { type: 'intake', id }, readers: [submitterId] });
  return { status: 204 };
}

function submit(platform: Platform, call: Call<ItemParameters, unknown>): Reply {
  const { store, clock, audit, deliveries } = platform;
  const stored = visibleIntake(platform, call.client, call.parameters.id);
  // Safe to repeat: what is submitted already is answered unchanged.
  if (stored.item.status === 'submitted') return versionedReply(stored, stored.item);
  const { item } = ownDraft(platform, call.client, call.parameters.id);
  const incomplete = store.documents
    .all()
    .find(({ intakeId, status }) => intakeId === item.id && status !== 'available');
  if (incomplete) {
    const detail = `Document ${incomplete.id} is not complete. Complete it, then submit again.`;
    throw new Problem('documents_incomplete', detail);
  }
  const now = timeText(clock.now());
  const submitted = store.intakes.put({ ...item, status: 'submitted', submittedAt: now, updatedAt: now });
  const audience = [item.submitterId, item.recipientId];
  audit.record(call, {
    type: 'intake.submitted',
    resource: { type: 'intake', id: item.id },
    readers: audience,
    changedFields: ['status', 'submittedAt'],
  });
  deliveries.fire({ type: 'intake.submitted', data: submitted.item }, audience);
  return versionedReply(submitted, submitted.item);
}
