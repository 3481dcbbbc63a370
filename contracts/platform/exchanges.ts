/** Exchanges: documents offered by one participant to another, who accepts or declines in time. Decided once, by the recipient alone. */
import { actsFor, type Client } from './clients.ts';
import { timeText } from './clock.ts';
import { visibleDocument } from './documents.ts';
import { newId } from './ids.ts';
import { filtered, type ListParameters, page, within } from './lists.ts';
import { type Call, type ItemParameters, type Operation, operation, type Reply } from './operation.ts';
import { actingParticipant } from './participants.ts';
import type { Platform } from './platform.ts';
import { type Finding, invalidRequest, notFound, Problem } from './problem.ts';
import type { Document, Exchange, ExchangeFields } from './resources.ts';

const dayMs = 24 * 60 * 60 * 1000;
const usualMs = 14 * dayMs;
const longestMs = 90 * dayMs;

interface ExchangeListParameters
  extends ListParameters,
    Partial<Pick<Exchange, 'status' | 'senderId' | 'recipientId'>> {
  readonly createdAfter?: string;
  readonly createdBefore?: string;
}

interface CreateParameters {
  readonly 'Idempotency-Key'?: string;
}

interface Decline {
  readonly reason: string;
}

export function exchanges(platform: Platform): readonly Operation[] {
  return [
    operation<ExchangeListParameters>('listExchanges', ({ client, parameters }) => list(platform, client, parameters)),
    operation<CreateParameters, ExchangeFields>('createExchange', (call) =>
      platform.idempotencyKeys.once(
        { scope: `createExchange ${call.client.id}`, key: call.parameters['Idempotency-Key'], body: call.body },
        () => offer(platform, call),
      ),
    ),
    operation<ItemParameters>('getExchange', ({ client, parameters }) => {
      return { status: 200, body: visibleExchange(platform, client, parameters.id) };
    }),
    operation<ItemParameters>('acceptExchange', (call) => decide(platform, call, { status: 'accepted' })),
    operation<ItemParameters, Decline>('declineExchange', (call) =>
      decide(platform, call, { status: 'declined', declineReason: call.body.reason }),
    ),
  ];
}

function list(platform: Platform, client: Client, parameters: ExchangeListParameters): Reply {
  const { status, senderId, recipientId, createdAfter, createdBefore, sort = '-createdAt' } = parameters;
  const visible = platform.store.exchanges
    .all()
    .map((exchange) => expireIfLate(platform, exchange))
    .filter((exchange) => maySee(client, exchange));
  const wanted = filtered<Exchange>(visible, { status, senderId, recipientId });
  const items = within(wanted, 'createdAt', { after: createdAfter, before: createdBefore });
  return page({ items, parameters, sort, now: platform.clock.now() });
}

const maySee = (client: Client, { senderId, recipientId }: Exchange): boolean => actsFor(client, senderId, recipientId);

function visibleExchange(platform: Platform, client: Client, id: string): Exchange {
  const stored = platform.store.exchanges.get(id);
  if (!stored || !maySee(client, stored.item)) throw notFound();
  return expireIfLate(platform, stored.item);
}

/** Time passes without a request; it is noticed at the next one. */
function expireIfLate({ store, clock }: Platform, exchange: Exchange): Exchange {
  const isLate = exchange.status === 'pending' && Date.parse(exchange.expiresAt) <= clock.now();
  return isLate
    ? store.exchanges.put({ ...exchange, status: 'expired', updatedAt: exchange.expiresAt }).item
    : exchange;
}

function offer(platform: Platform, call: Call<CreateParameters, ExchangeFields>): Reply {
  const { store, clock, audit, deliveries } = platform;
  const { body, client } = call;
  const now = clock.now();
  const expiresAt = body.expiresAt ?? timeText(now + usualMs);
  const offered = offeredDocuments(platform, client, body.documentIds);
  const findings = [
    ...offered.findings,
    ...recipientFindings(platform, body.recipientId),
    ...timeFindings(expiresAt, now),
  ];
  if (findings.length > 0) throw invalidRequest(findings);
  mustBeReadableBy(platform, body.recipientId, offered.documents);
  const senderId = actingParticipant(client);
  const { item } = store.exchanges.put({
    id: newId('exc', now),
    status: 'pending',
    senderId,
    message: null,
    ...body,
    expiresAt,
    decidedAt: null,
    declineReason: null,
    createdAt: timeText(now),
    updatedAt: timeText(now),
  });
  const readers = [senderId, item.recipientId];
  audit.record(call, { type: 'exchange.created', resource: { type: 'exchange', id: item.id }, readers });
  deliveries.fire({ type: 'exchange.created', data: item }, [item.recipientId]);
  return { status: 201, body: item, headers: { location: `/v1/exchanges/${item.id}` } };
}

function offeredDocuments(platform: Platform, client: Client, ids: readonly string[]) {
  const documents: Document[] = [];
  const findings: Finding[] = [];
  for (const [index, id] of ids.entries()) {
    const pointer = `/documentIds/${index}`;
    try {
      const { item } = visibleDocument(platform, client, id);
      if (item.status === 'available') documents.push(item);
      else findings.push({ pointer, code: 'document_not_available', detail: 'The document is not complete.' });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      findings.push({ pointer, code: 'unknown_document', detail: 'There is no such document of yours.' });
    }
  }
  return { documents, findings };
}

function recipientFindings({ store }: Platform, recipientId: string): readonly Finding[] {
  if (store.participants.get(recipientId)?.item.status === 'active') return [];
  return [{ pointer: '/recipientId', code: 'unknown_recipient', detail: 'There is no such active participant.' }];
}

function timeFindings(expiresAt: string, now: number): readonly Finding[] {
  const time = Date.parse(expiresAt);
  if (time > now && time <= now + longestMs) return [];
  return [{ pointer: '/expiresAt', code: 'out_of_range', detail: 'expiresAt must be in the next 90 days.' }];
}

/** We cannot read documents, so nobody can add a key for the recipient afterwards. */
function mustBeReadableBy({ store }: Platform, recipientId: string, documents: readonly Document[]): void {
  const keys = store.keys.all().filter(({ participantId }) => participantId === recipientId);
  const isReadable = ({ encryption }: Document): boolean =>
    encryption.wrappedKeys.some(({ recipientKeyId }) => keys.some(({ id }) => id === recipientKeyId));
  const unreadable = documents.find((document) => !isReadable(document));
  if (!unreadable) return;
  throw new Problem('recipient_key_missing', `Document ${unreadable.id} has no key wrapped for the recipient.`);
}

type Decision = { readonly status: 'accepted' } | { readonly status: 'declined'; readonly declineReason: string };

function decide(platform: Platform, call: Call<ItemParameters, unknown>, decision: Decision): Reply {
  const { store, clock, audit, deliveries } = platform;
  const exchange = visibleExchange(platform, call.client, call.parameters.id);
  const deed = {
    type: `exchange.${decision.status}`,
    resource: { type: 'exchange', id: exchange.id },
    readers: [exchange.senderId, exchange.recipientId],
  };
  if (!actsFor(call.client, exchange.recipientId)) {
    audit.record(call, { ...deed, outcome: 'denied' });
    throw new Problem('wrong_role', 'Only the recipient of an exchange can accept or decline it.');
  }
  // Safe to repeat: what was decided so already is answered unchanged.
  if (exchange.status === decision.status) return { status: 200, body: exchange };
  if (exchange.status !== 'pending') {
    throw new Problem('state_conflict', `The exchange is ${exchange.status}; only a pending one can be decided.`);
  }
  const now = timeText(clock.now());
  const { item } = store.exchanges.put({ ...exchange, ...decision, decidedAt: now, updatedAt: now });
  audit.record(call, { ...deed, changedFields: [...Object.keys(decision), 'decidedAt'] });
  deliveries.fire({ type: deed.type, data: item }, [item.senderId]);
  return { status: 200, body: item };
}
