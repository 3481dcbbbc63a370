/**
 * The platform's messages for verification: each is what the platform itself fires when the operation behind it is called on the newest
 * item. Never composes an event by hand, since that would verify the composition.
 */
import type { FastifyInstance, InjectOptions } from 'fastify';
import { eventBody } from '../deliveries.ts';
import type { Platform } from '../platform.ts';

export interface ProvidedMessage {
  readonly body: object;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Source {
  readonly event: string;
  /** The call that fires it; nothing if no state has put an item there. */
  call(store: Platform['store']): (Required<Pick<InjectOptions, 'url'>> & InjectOptions) | undefined;
}

const newest = <T>(items: readonly T[]): T | undefined => items.at(-1);
const action = (collection: string, id: string | undefined, verb: string) =>
  id === undefined ? undefined : { url: `/${collection}/${id}/${verb}` };

const sources: readonly Source[] = [
  { event: 'intake.submitted', call: ({ intakes }) => action('intakes', newest(intakes.all())?.id, 'submit') },
  {
    event: 'document.completed',
    call: ({ documents }) => action('documents', newest(documents.all())?.id, 'complete'),
  },
  {
    event: 'exchange.created',
    call: ({ documents, keys }) => {
      const document = newest(documents.all());
      const readable = document?.encryption.wrappedKeys[0]?.recipientKeyId ?? '';
      const recipientId = keys.get(readable)?.item.participantId;
      return document && { url: '/exchanges', payload: { recipientId, documentIds: [document.id] } };
    },
  },
  { event: 'exchange.accepted', call: ({ exchanges }) => action('exchanges', newest(exchanges.all())?.id, 'accept') },
  {
    event: 'exchange.declined',
    call: ({ exchanges }) => {
      const declined = action('exchanges', newest(exchanges.all())?.id, 'decline');
      return declined && { ...declined, payload: { reason: 'not_expected' } };
    },
  },
];

const nameOf = (event: string): string => `${/^[aeio]/.test(event) ? 'an' : 'a'} ${event} event`;
export const messageNames = sources.map(({ event }) => nameOf(event));

/** By their descriptions in a pact. */
export function messages(
  app: FastifyInstance,
  platform: Platform,
): ReadonlyMap<string, () => Promise<ProvidedMessage>> {
  return new Map(sources.map((source) => [nameOf(source.event), () => provide(app, platform, source)]));
}

async function provide(app: FastifyInstance, platform: Platform, { event, call }: Source): Promise<ProvidedMessage> {
  const options = call(platform.store);
  if (!options) throw new Error(`A state has to put an item there before ${nameOf(event)} can be fired.`);
  const fired: object[] = [];
  const stop = platform.deliveries.observe((sent, at) => sent.type === event && fired.push(eventBody(sent, at)));
  platform.conditions.authorised = {};
  const { statusCode, body } = await app.inject({ method: 'POST', headers: { 'x-api-key': 'staged' }, ...options });
  stop();
  const [message] = fired;
  if (!message) throw new Error(`POST ${options.url} was answered ${statusCode} and fired no ${event}: ${body}`);
  return { body: message, metadata: { contentType: 'application/json' } };
}
