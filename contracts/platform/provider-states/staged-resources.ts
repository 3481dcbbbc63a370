/**
 * How an item of each resource comes to be there without a request. What a state does not name is as in an example of the document; what
 * an item refers to is put there with it. Every item is held against the document's schema before it is kept.
 */
import { timeText } from '../clock.ts';
import { stagedClientId } from '../credentials.ts';
import { isRecord } from '../document.ts';
import type { Platform } from '../platform.ts';
import { Problem } from '../problem.ts';
import type { AuditEvent, Document, Exchange, Intake, Participant, PublicKey, Subscription } from '../resources.ts';
import { harbour, northgate } from '../seed.ts';
import type { Collection } from '../store.ts';
import type { StateParameters } from './vocabulary.ts';

export interface StagedResource {
  /** As in the sentence. */
  readonly word: string;
  add(parameters: StateParameters): undefined;
  /** One id, or all that there are. */
  remove(parameters: StateParameters): undefined;
}

const hourMs = 60 * 60 * 1000;
const fortnightMs = 14 * 24 * hourMs;
/** Of the example document, whose size and checksum are these bytes'. */
const sampleBytes = Buffer.from('sample ciphertext: replace with your own encrypted bytes');
/** Signs what goes to a subscription that nobody made; nobody has to read it. */
const stagedSecret = `whsec_${Buffer.alloc(32, 'staged').toString('base64')}`;

export function stagedResources(platform: Platform): readonly StagedResource[] {
  const intakes = stagedIntakes(platform);
  const documents = stagedDocuments(platform, intakes);
  return [
    intakes,
    documents,
    stagedExchanges(platform, documents),
    stagedParticipants(platform),
    stagedKeys(platform),
    stagedAuditEvents(platform),
    stagedSubscriptions(platform),
  ];
}

function stagedIntakes(platform: Platform): StagedResource {
  const stage = staging<Intake>(platform, 'Intake');
  return staged('intake', platform.store.intakes, (parameters) => {
    const isDraft = parameters.status === undefined || parameters.status === 'draft';
    const intake = stage({ parameters, example: isDraft ? 'IntakeDraft' : 'IntakeSubmitted' });
    platform.store.intakes.put(intake, etagOf(parameters));
  });
}

function stagedDocuments(platform: Platform, intakes: StagedResource): StagedResource {
  const { store, clock } = platform;
  const stage = staging<Document>(platform, 'Document');
  return staged('document', store.documents, ({ content, ...parameters }) => {
    const isAvailable = parameters.status === 'available';
    const example = isAvailable ? 'DocumentAvailable' : 'DocumentAwaitingUpload';
    const defaults = isAvailable ? {} : { uploadExpiresAt: timeText(clock.now() + hourMs) };
    const document = stage({ parameters, example, defaults });
    if (!store.intakes.get(document.intakeId)) intakes.add({ id: document.intakeId });
    store.documents.put(document, etagOf(parameters));
    if (content !== undefined) store.contents.set(document.id, Buffer.from(String(content), 'base64'));
    else if (isAvailable) store.contents.set(document.id, sampleBytes);
  });
}

const exchangeExamples = new Map([
  ['accepted', 'ExchangeAccepted'],
  ['declined', 'ExchangeDeclined'],
]);

function stagedExchanges(platform: Platform, documents: StagedResource): StagedResource {
  const { store, clock } = platform;
  const stage = staging<Exchange>(platform, 'Exchange');
  return staged('exchange', store.exchanges, (parameters) => {
    const example = exchangeExamples.get(String(parameters.status)) ?? 'ExchangePending';
    const defaults = { expiresAt: timeText(clock.now() + fortnightMs) };
    const exchange = stage({ parameters, example, defaults });
    for (const id of exchange.documentIds) if (!store.documents.get(id)) documents.add({ id, status: 'available' });
    store.exchanges.put(exchange, etagOf(parameters));
  });
}

function stagedParticipants(platform: Platform): StagedResource {
  const stage = staging<Participant>(platform, 'Participant');
  return staged('participant', platform.store.participants, (parameters) => {
    const example = parameters.kind === 'person' ? 'ParticipantPerson' : 'ParticipantOrganisation';
    platform.store.participants.put(stage({ parameters, example }));
  });
}

function stagedKeys(platform: Platform): StagedResource {
  const { keys } = platform.store;
  const stage = staging<PublicKey>(platform, 'PublicKey');
  const [usual] = keys.all();
  return staged('key', keys, (parameters) => {
    const [, participantId = harbour] = /^\/participants\/([^/]+)\/keys$/.exec(String(parameters.collection)) ?? [];
    keys.put(stage({ parameters, defaults: { ...usual, participantId } }));
  });
}

function stagedAuditEvents(platform: Platform): StagedResource {
  const { auditEvents } = platform.store;
  const stage = staging<AuditEvent>(platform, 'AuditEvent');
  return staged('audit event', auditEvents, (parameters) => {
    auditEvents.put({ ...stage({ parameters, example: 'AuditEventSubmitted' }), readers: [northgate, harbour] });
  });
}

function stagedSubscriptions(platform: Platform): StagedResource {
  const { subscriptions } = platform.store;
  const stage = staging<Subscription>(platform, 'WebhookSubscription');
  const owner = { clientId: stagedClientId, participantId: northgate, secret: stagedSecret };
  return staged('webhook subscription', subscriptions, (parameters) => {
    subscriptions.put({ ...stage({ parameters, example: 'WebhookSubscriptionActive' }), ...owner }, etagOf(parameters));
  });
}

function staged<T extends { readonly id: string }>(
  word: string,
  collection: Collection<T>,
  add: StagedResource['add'],
): StagedResource {
  return {
    word,
    add,
    remove({ id }) {
      if (id === undefined) collection.clear();
      else collection.remove(String(id));
    },
  };
}

const etagOf = ({ etag }: StateParameters): string | undefined => (typeof etag === 'string' ? etag : undefined);

interface Staged {
  readonly parameters: StateParameters;
  /** Name of an example of the document. */
  readonly example?: string;
  readonly defaults?: object;
}

/** An item of a schema: the example, over it what depends on the time, over that what the state names. */
function staging<T>({ document, checks }: Platform, schema: string): (staged: Staged) => T {
  const check = checks.schema<T>(`/components/schemas/${schema}`);
  return ({ parameters, example, defaults = {} }) => {
    const { collection: _collection, etag: _etag, ...fields } = parameters;
    const usual = example === undefined ? {} : document.at(`/components/examples/${example}/value`);
    try {
      return check({ ...(isRecord(usual) ? usual : {}), ...defaults, ...fields });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const findings = error.findings.map(({ pointer, detail }) => `${pointer}: ${detail}`).join(' ');
      throw new Error(`This is no ${schema} of the document. ${findings}`);
    }
  };
}
