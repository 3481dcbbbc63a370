/**
 * What a new platform knows: the participants and public keys of the document's examples, since nothing in the API makes them. Intakes,
 * documents and exchanges are made by clients, or by provider states.
 */
import type { Checks } from './checks.ts';
import type { PlatformDocument } from './document.ts';
import type { Participant, PublicKey } from './resources.ts';
import type { Store } from './store.ts';

export const northgate = 'prt_01HV3N2THB1J1Z4D';
export const harbour = 'prt_01HV3PBHEG79FAMF';
export const lakeside = 'prt_01HV3QK7C2M9XDVA';

export interface Seed {
  readonly participants: readonly Participant[];
  readonly keys: readonly PublicKey[];
}

export function readSeed(document: PlatformDocument, checks: Checks): Seed {
  const list = <T>(schema: string, example: string): readonly T[] =>
    checks.schema<{ data: readonly T[] }>(`/components/schemas/${schema}`)(
      document.at(`/components/examples/${example}/value`),
    ).data;
  return {
    participants: list<Participant>('ParticipantList', 'ParticipantListLastPage'),
    keys: [...list<PublicKey>('PublicKeyList', 'PublicKeyListLastPage'), lakesideKey],
  };
}

export function plant({ participants, keys }: Seed, store: Store): void {
  for (const participant of participants) store.participants.put(participant);
  for (const key of keys) store.keys.put(key);
}

/** The examples name this key, and show it nowhere. Its private half was thrown away. */
const lakesideKey: PublicKey = {
  id: 'key_01HV3RG1JZESVV2C',
  participantId: lakeside,
  algorithm: 'RSA-OAEP-256',
  status: 'active',
  jwk: {
    kty: 'RSA',
    n: [
      'rzztRMZff3EQ_lHiK_w6wry0tmc832zmwrsqxQ7MCLkNkqHW0Cz_L_QcCg9F3W7upJ5gUjalpD5Xivaoa5UqdUVJ8dD9Q2C_Qjqf',
      'onwPSnh2X05DuXdWnVxb8S2WQvJaQavygM5b7iNN3q5qxW9Y0myP8NSV5_63q1bLQQZlCDaTCILjjjLCj2lPOH-dnQsEMoLLed-Y',
      '34rIGZMfWIjv6tVCVdBba97ns4l0a1uL0VumAnakD521OCwerMAFvps7tn4f-CYgoJ-sABElSF53WmEaC85DovQMg8nIuNrag9tX',
      '3DCr36Mx96MXX9c2pfoXecVnXaY8hnsgbBSVHzExrw',
    ].join(''),
    e: 'AQAB',
  },
  fingerprint: '7413039720947ec2e50c76ece683042b42481072cde245c4fab01158250f5d62',
  createdAt: '2025-11-19T09:45:00Z',
  expiresAt: null,
};
