/** Participants and their public keys: read only. The address of a person is shown within the same organisation only. */
import { actsFor, type Client, everybody } from './clients.ts';
import { filtered, type ListParameters, page } from './lists.ts';
import { type ItemParameters, type Operation, operation } from './operation.ts';
import type { Platform } from './platform.ts';
import { notFound } from './problem.ts';
import type { Participant, PublicKey } from './resources.ts';
import { northgate } from './seed.ts';

type ParticipantListParameters = ListParameters & Partial<Pick<Participant, 'kind' | 'status'>>;
type KeyListParameters = ListParameters & ItemParameters & Partial<Pick<PublicKey, 'status'>>;

export function participants({ store, clock }: Platform): readonly Operation[] {
  const participantOf = (id: string): Participant => {
    const stored = store.participants.get(id);
    if (!stored) throw notFound();
    return stored.item;
  };
  return [
    operation<ParticipantListParameters>('listParticipants', ({ client, parameters }) => {
      const { kind, status, sort = 'displayName' } = parameters;
      const items = filtered<Participant>(store.participants.all(), { kind, status });
      return page({ items, parameters, sort, now: clock.now(), show: (participant) => shownTo(client, participant) });
    }),
    operation<ItemParameters>('getParticipant', ({ client, parameters }) => {
      return { status: 200, body: shownTo(client, participantOf(parameters.id)) };
    }),
    operation<KeyListParameters>('listParticipantKeys', ({ parameters }) => {
      const { id, status } = parameters;
      const items = filtered<PublicKey>(store.keys.all(), { participantId: participantOf(id).id, status });
      return page({ items, parameters, sort: '-createdAt', now: clock.now() });
    }),
  ];
}

function shownTo(client: Client, participant: Participant): Participant {
  const isOther = participant.kind === 'person' && !actsFor(client, participant.organisationId);
  return isOther ? { ...participant, email: null } : participant;
}

/** In whose name something is made. */
export const actingParticipant = ({ participantId }: Client): string =>
  participantId === everybody ? northgate : participantId;
