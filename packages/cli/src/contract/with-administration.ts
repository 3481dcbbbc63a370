import { resolve } from 'node:path';
import type { Grant, Json, JsonObject, RetentionPlan, RetentionRules } from '@stuntdouble/pact';
import type { AdminArguments } from '../options/contract-admin-flags.ts';
import type { Invocation } from '../outcome.ts';
import { withBroker } from './with-broker.ts';

/** A registry to look after: by its file, or over HTTP with an admin token. Prints nothing. */
export interface RegistryToAdminister {
  tokens(): Promise<readonly ShownToken[]>;
  makeToken(name: string, grant: Grant): Promise<{ readonly id: string; readonly token: string }>;
  /** @returns whether there was one in force */
  revokeToken(id: string): Promise<boolean>;
  clean(rules: RetentionRules, dryRun: boolean): Promise<RetentionPlan>;
}

export interface ShownToken {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly pacticipant?: string | undefined;
  readonly createdAt: string;
  readonly revokedAt?: string | undefined;
}

export async function withAdministration<T>(
  args: AdminArguments,
  invocation: Invocation,
  use: (registry: RegistryToAdminister) => Promise<T>,
): Promise<T> {
  if (args.db !== undefined) return withFile(resolve(invocation.cwd, args.db), use);
  return withBroker(args, invocation, (client) =>
    use({
      tokens: async () => listIn((await client.get('/stunt/tokens')).tokens).map(tokenIn),
      makeToken: async (name, grant) => {
        const { body } = await client.send('POST', '/stunt/tokens', { name, ...grant });
        return { id: textOf(body.id), token: textOf(body.token) };
      },
      revokeToken: async (id) => {
        const { status } = await client.send(
          'DELETE',
          `/stunt/tokens/${encodeURIComponent(id)}`,
          {},
          { expect: [404] },
        );
        return status !== 404;
      },
      clean: async ({ keepLatest, olderThan }, dryRun) => {
        const rules = {
          ...(keepLatest !== undefined && { keepLatest }),
          ...(olderThan !== undefined && { olderThanMs: olderThan }),
        };
        const { body } = await client.send('POST', '/stunt/retention', { ...rules, dryRun });
        const removed = listIn(body.removed).map(({ pacticipant, versions }) => ({
          pacticipant: textOf(pacticipant),
          versions: Array.isArray(versions) ? versions.map(textOf) : [],
        }));
        return { removed, kept: Number(body.kept) };
      },
    }),
  );
}

async function withFile<T>(db: string, use: (registry: RegistryToAdminister) => Promise<T>): Promise<T> {
  const { administer } = await import('@stuntdouble/pact');
  const file = administer(db);
  try {
    return await use({
      tokens: async () =>
        file.tokens().map(({ createdAt, revokedAt, ...token }) => ({
          ...token,
          createdAt: new Date(createdAt).toISOString(),
          ...(revokedAt !== undefined && { revokedAt: new Date(revokedAt).toISOString() }),
        })),
      makeToken: async (name, grant) => file.makeToken({ name, grant }),
      revokeToken: async (id) => file.revokeToken(id),
      clean: async (rules, dryRun) => file.clean(rules, dryRun),
    });
  } finally {
    file.close();
  }
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const listIn = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter((each): each is JsonObject => typeof each === 'object' && each !== null) : [];

const tokenIn = ({ id, name, role, pacticipant, createdAt, revokedAt }: JsonObject): ShownToken => ({
  id: textOf(id),
  name: textOf(name),
  role: textOf(role),
  ...(pacticipant !== undefined && { pacticipant: textOf(pacticipant) }),
  createdAt: textOf(createdAt),
  ...(revokedAt !== undefined && { revokedAt: textOf(revokedAt) }),
});
