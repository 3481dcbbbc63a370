/** Starts the platform on a port of this machine, with a client for each partner. Credentials are new at each start. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Credentials } from './clients.ts';
import type { Clock } from './clock.ts';
import { allScopes } from './credentials.ts';
import { plantExamples } from './example-items.ts';
import { createPlatform, type Platform } from './platform.ts';
import { addProviderStates } from './provider-states/endpoints.ts';
import { harbour, lakeside, northgate } from './seed.ts';
import { createService } from './service.ts';

export interface StartOptions {
  /** @default 127.0.0.1, which only this machine reaches */
  readonly host?: string;
  /** @default 0, a free one */
  readonly port?: number;
  readonly clock?: Clock;
  /** Adds the endpoints of `provider-states/`. @default false */
  readonly providerStates?: boolean;
  /** Starts with the items of the document's examples. @default false */
  readonly examples?: boolean;
}

export interface RunningPlatform {
  /** Without a slash at its end. */
  readonly url: string;
  readonly app: FastifyInstance;
  readonly platform: Platform;
  readonly credentials: Readonly<Record<PartnerName, Credentials>>;
  close(): Promise<void>;
}

/** Each has what it needs and no more. */
export const partnerClients = {
  'harbour-dashboard': {
    id: 'cli_01HV4C3J7R0Q2N5M',
    participantId: harbour,
    scopes: ['intakes:read', 'participants:read'],
  },
  'northgate-uploads': {
    id: 'cli_01HV4ABX2P548K75',
    participantId: northgate,
    scopes: allScopes,
  },
  'lakeside-inbox': {
    id: 'cli_01HV4D9Y3T6W8X1Z',
    participantId: lakeside,
    scopes: ['exchanges:read', 'exchanges:write', 'documents:read', 'webhooks:manage'],
  },
} as const;

export type PartnerName = keyof typeof partnerClients;

export async function startPlatform(options: StartOptions = {}): Promise<RunningPlatform> {
  const { host = '127.0.0.1', port = 0, clock, examples = false, providerStates = false } = options;
  const platform = createPlatform(clock && { clock });
  const enrol = (name: PartnerName): Credentials => platform.clients.enrol(partnerClients[name]);
  const credentials = {
    'harbour-dashboard': enrol('harbour-dashboard'),
    'northgate-uploads': enrol('northgate-uploads'),
    'lakeside-inbox': enrol('lakeside-inbox'),
  };
  const app = createService(platform);
  if (examples) plantExamples(platform);
  if (providerStates) addProviderStates(app, platform);
  await app.listen({ host, port });
  const address = app.server.address();
  return { url: urlOf(host, address), app, platform, credentials, close: async () => void (await app.close()) };
}

function urlOf(host: string, address: AddressInfo | string | null): string {
  const port = typeof address === 'object' ? address?.port : undefined;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
