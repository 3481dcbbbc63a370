/**
 * Who calls, and whether the document lets them: API key, access token, or the grant of a download link, whichever the operation names.
 * Never says which part of a credential was wrong.
 */
import type { FastifyRequest } from 'fastify';
import { type Client, everybody } from './clients.ts';
import type { DocumentedOperation, SecurityRequirement } from './document.ts';
import type { Platform } from './platform.ts';
import { Problem } from './problem.ts';
import { type Tokens, unknownCredential } from './tokens.ts';

/** For operations that need no credential. */
export const anonymous: Client = { id: 'anonymous', participantId: '', scopes: [] };

interface Presented {
  readonly scheme: 'OAuth2' | 'ApiKey' | 'DownloadGrant';
  readonly value: string;
}

export async function authenticate(
  { clients, conditions, downloads }: Pick<Platform, 'clients' | 'conditions' | 'downloads'>,
  tokens: Tokens,
  { security }: DocumentedOperation,
  request: FastifyRequest,
): Promise<Client> {
  if (!security) return anonymous;
  const presented = presentedBy(request, security);
  if (!presented) throw credentialMissing();
  if (conditions.authorised) return stagedClient(conditions.authorised);
  if (presented.scheme === 'OAuth2') return tokens.read(presented.value);
  const client =
    presented.scheme === 'ApiKey'
      ? clients.byApiKey(presented.value)
      : downloads.holderOf(presented.value, pathId(request));
  if (!client) throw unknownCredential();
  return client;
}

function presentedBy(
  { headers, query }: FastifyRequest,
  security: readonly SecurityRequirement[],
): Presented | undefined {
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (token !== undefined) return { scheme: 'OAuth2', value: token };
  const apiKey = headers['x-api-key'];
  if (typeof apiKey === 'string' && apiKey !== '') return { scheme: 'ApiKey', value: apiKey };
  const takesGrant = security.some(({ scheme }) => scheme === 'DownloadGrant');
  const grant = typeof query === 'object' && query !== null && 'grant' in query ? query.grant : undefined;
  return takesGrant && typeof grant === 'string' ? { scheme: 'DownloadGrant', value: grant } : undefined;
}

function pathId({ params }: FastifyRequest): string {
  return typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : '';
}

function stagedClient({ participantId, scopes }: NonNullable<Platform['conditions']['authorised']>): Client {
  return { id: stagedClientId, participantId: participantId ?? everybody, scopes: scopes ?? allScopes };
}

export const stagedClientId = 'cli_01HV4ABX2P548K75';

export const allScopes = [
  'intakes:read',
  'intakes:write',
  'documents:read',
  'documents:write',
  'exchanges:read',
  'exchanges:write',
  'participants:read',
  'audit:read',
  'webhooks:manage',
];

const credentialMissing = (): Problem =>
  new Problem('credential_missing', 'Send an access token in Authorization, or an API key in X-Api-Key.', {
    headers: { 'www-authenticate': 'Bearer realm="intake-exchange"' },
  });

/** Throws where the document names a scope that the client was not given. */
export function authorise({ security = [] }: DocumentedOperation, { scopes }: Client): void {
  const needed = security.flatMap((requirement) => requirement.scopes);
  const missing = needed.find((scope) => !scopes.includes(scope));
  if (missing === undefined) return;
  throw new Problem(
    'insufficient_scope',
    `This operation needs the scope ${missing}; the token has ${scopes.join(' ') || 'none'}.`,
    {
      headers: { 'www-authenticate': `Bearer realm="intake-exchange", error="insufficient_scope", scope="${missing}"` },
    },
  );
}
