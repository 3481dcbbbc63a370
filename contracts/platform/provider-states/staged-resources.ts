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
import type { StateHandler, StateParameters } from './vocabulary.ts';

interface StagedResource {
  /** As in the sentence. */
  readonly word: string;
  readonly add: StateHandler;
  readonly remove: StateHandler;
}

const hourMs = 60 * 60 * 1000;
const fortnightMs = 14 * 24 * hourMs;
/** Of the example document, whose size and checksum are these bytes'. */
const sampleBytes = Buffer.from('sample ciphertext: replace with your own encrypted bytes');

export function stagedResources(platform: Platform): readonly StagedResource[] {
  const { store, clock } = platform;
  const staging = stagingOf(platform);
  const stageIntake = staging<Intake>('Intake');
  const stageDocument = staging<Document>('Document');
  const stageExchange = staging<Exchange>('Exchange');
  const stageParticipant = staging<Participant>('Participant');
  const stagePublicKey = staging<PublicKey>('PublicKey');
  const stageAuditEvent = staging<AuditEvent>('AuditEvent');
  const stageWebhookSubscription = staging<Subscription>('WebhookSubscription');
  const inAnHour = (): string => timeText(clock.now() + hourMs);

  const addIntake: StateHandler = (parameters) => {
    const example =
      parameters.status === undefined || parameters.status === 'draft' ? 'IntakeDraft' : 'IntakeSubmitted';
    store.intakes.put(stageIntake({ example, parameters }), etagOf(parameters));
  };
  const addDocument: StateHandler = ({ content, ...parameters }) => {
    const isAvailable = parameters.status === 'available';
    const example = isAvailable ? 'DocumentAvailable' : 'DocumentAwaitingUpload';
    const defaults = isAvailable ? {} : { uploadExpiresAt: inAnHour() };
    const document = stageDocument({ example, parameters, defaults });
    if (!store.intakes.get(document.intakeId)) addIntake({ id: document.intakeId });
    store.documents.put(document, etagOf(parameters));
    if (content !== undefined) store.contents.set(document.id, Buffer.from(String(content), 'base64'));
    else if (isAvailable) store.contents.set(document.id, sampleBytes);
  };
  const addExchange: StateHandler = (parameters) => {
    const example = exchangeExamples.get(String(parameters.status)) ?? 'ExchangePending';
    const defaults = { expiresAt: timeText(clock.now() + fortnightMs) };
    const exchange = stageExchange({ example, parameters, defaults });
    for (const id of exchange.documentIds) if (!store.documents.get(id)) addDocument({ id, status: 'available' });
    store.exchanges.put(exchange, etagOf(parameters));
  };

  return [
    { word: 'intake', add: addIntake, remove: removing(store.intakes) },
    { word: 'document', add: addDocument, remove: removing(store.documents) },
    { word: 'exchange', add: addExchange, remove: removing(store.exchanges) },
    {
      word: 'participant',
      add: (parameters) => {
        const example = parameters.kind === 'person' ? 'ParticipantPerson' : 'ParticipantOrganisation';
        store.participants.put(stageParticipant({ example, parameters }));
      },
      remove: removing(store.participants),
    },
    {
      word: 'key',
      add: (parameters) => {
        const [, participantId = harbour] = /^\/participants\/([^/]+)\/keys$/.exec(String(parameters.collection)) ?? [];
        const [usual] = store.keys.all();
        store.keys.put(stagePublicKey({ parameters, defaults: { ...usual, participantId } }));
      },
      remove: removing(store.keys),
    },
    {
      word: 'audit event',
      add: (parameters) => {
        const event = stageAuditEvent({ example: 'AuditEventSubmitted', parameters });
        store.auditEvents.put({ ...event, readers: [northgate, harbour] });
      },
      remove: removing(store.auditEvents),
    },
    {
      word: 'webhook subscription',
      add: (parameters) => {
        const example = 'WebhookSubscriptionActive';
        const subscription = stageWebhookSubscription({ example, parameters });
        const owner = { clientId: stagedClientId, participantId: northgate, secret: stagedSecret };
        store.subscriptions.put({ ...subscription, ...owner }, etagOf(parameters));
      },
      remove: removing(store.subscriptions),
    },
  ];
}

const exchangeExamples = new Map([
  ['accepted', 'ExchangeAccepted'],
  ['declined', 'ExchangeDeclined'],
]);
/** Signs what goes to a subscription that nobody made; nobody has to read it. */
const stagedSecret = `whsec_${Buffer.alloc(32, 'staged').toString('base64')}`;

const etagOf = ({ etag }: StateParameters): string | undefined => (typeof etag === 'string' ? etag : undefined);

interface Staged {
  readonly parameters: StateParameters;
  /** Name of an example of the document. */
  readonly example?: string;
  readonly defaults?: object;
}

/** An item of a schema: the example, over it what depends on the time, over that what the state names. */
function stagingOf({ document, checks }: Platform) {
  return <T>(schema: string) => {
    const check = checks.schema<T>(`/components/schemas/${schema}`);
    return ({ parameters, example, defaults = {} }: Staged): T => {
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
  };
}

/** Of one id, or of all there are. */
function removing<T extends { readonly id: string }>(collection: Collection<T>): StateHandler {
  return ({ id }) => {
    if (id === undefined) collection.clear();
    else collection.remove(String(id));
  };
}
