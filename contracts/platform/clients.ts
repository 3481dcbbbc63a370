/**
 * The platform's clients: an id, a secret and an API key each, kept as digests, acting for one participant. Credentials are drawn at
 * start-up and shown once, so that none is ever written into a file of the repository.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Client {
  readonly id: string;
  /** Whom it acts for; `everybody` is for provider states only. */
  readonly participantId: string | typeof everybody;
  readonly scopes: readonly string[];
}

/** Nothing is refused because of who asks. */
export const everybody = Symbol('everybody');

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiKey: string;
}

interface Enrolled {
  readonly client: Client;
  readonly secret: Buffer;
  readonly apiKey: Buffer;
}

export class Clients {
  readonly #enrolled = new Map<string, Enrolled>();

  enrol(client: Client): Credentials {
    const clientSecret = randomBytes(24).toString('base64url');
    const apiKey = randomBytes(24).toString('base64url');
    this.#enrolled.set(client.id, { client, secret: digest(clientSecret), apiKey: digest(apiKey) });
    return { clientId: client.id, clientSecret, apiKey };
  }

  get(id: string): Client | undefined {
    return this.#enrolled.get(id)?.client;
  }

  bySecret(id: string, secret: string): Client | undefined {
    const enrolled = this.#enrolled.get(id);
    return enrolled && timingSafeEqual(enrolled.secret, digest(secret)) ? enrolled.client : undefined;
  }

  byApiKey(apiKey: string): Client | undefined {
    const sent = digest(apiKey);
    return [...this.#enrolled.values()].find((enrolled) => timingSafeEqual(enrolled.apiKey, sent))?.client;
  }
}

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export const actsFor = ({ participantId }: Client, ...participants: readonly (string | null | undefined)[]): boolean =>
  participantId === everybody || participants.includes(participantId);
