import { createHash } from 'node:crypto';
import type { Secrets } from '../chance/secrets.ts';
import { StuntError } from '../errors.ts';
import type { AuthMode, NewSandbox, SandboxRecord } from '../sandbox.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';

/**
 * Codes with which a partner makes a sandbox of its own, once. Keeps digests of the codes only: who reads the store cannot
 * redeem one.
 */
export interface Invitations {
  /** @throws StuntError SANDBOX_EXISTS, SANDBOX_INVALID, where nobody could redeem it */
  invite(given: NewInvitation): Promise<Invited>;
  /** Redeems nothing. */
  look(code: string, address: string): Promise<Looked>;
  /** @throws StuntError SANDBOX_EXISTS, SANDBOX_INVALID, INVITATION_NAMED; the code is good for another try then */
  redeem(code: string, name: string | undefined, address: string): Promise<Redeemed>;
}

export interface NewInvitation {
  /** Of the sandbox; the partner chooses one where absent. */
  readonly name?: string | undefined;
  /** Milliseconds that the code is good for. @default 7 days */
  readonly ttl?: number | undefined;
  /** Of the sandbox that it makes. */
  readonly sandbox?: { readonly ttl?: number | undefined; readonly auth?: AuthMode | undefined } | undefined;
}

export interface Invited {
  readonly code: string;
  readonly expiresAt: number;
}

export type Redeemed = { readonly kind: 'redeemed'; readonly record: SandboxRecord } | NotGood;

/** `name` is undefined where the partner chooses one. */
export type Looked = { readonly kind: 'good'; readonly name: string | undefined } | NotGood;

type NotGood =
  | { readonly kind: 'unknown' }
  /** Too many wrong codes came from there. */
  | { readonly kind: 'limited'; readonly retryAfterMs: number };

export interface InvitationsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: Secrets;
  create(given: NewSandbox): Promise<SandboxRecord>;
  /** Throws what `create` would, for a name that no sandbox can be made of. */
  judgeName(name: string): void;
}

const KEY = 'invitation/';
const DEFAULT_TTL_MS = 7 * 86_400_000;
/** 144 bits: nobody guesses that; the limit keeps those who try from costing anything. */
const CODE_BYTES = 18;

export function createInvitations({ store, clock, secrets, create, judgeName }: InvitationsOptions): Invitations {
  const guesses = createGuessLimit(clock);
  const find = async (code: string, address: string): Promise<Found> => {
    const retryAfterMs = guesses.waitOf(address);
    if (retryAfterMs > 0) return { kind: 'limited', retryAfterMs };
    const key = keyOf(code);
    const stored = await store.get(key);
    const kept = stored?.value;
    if (stored !== undefined && isKept(kept) && kept.expiresAt > clock.now())
      return { kind: 'found', key, kept, version: stored.version };
    guesses.count(address);
    return { kind: 'unknown' };
  };
  return {
    async invite({ name, ttl = DEFAULT_TTL_MS, sandbox = {} }) {
      if (name !== undefined) judgeName(name);
      await dropExpired(store, clock.now());
      const code = secrets.token(CODE_BYTES);
      const expiresAt = clock.now() + ttl;
      await store.put(keyOf(code), { name, expiresAt, sandbox } satisfies Kept);
      return { code, expiresAt };
    },
    async look(code, address) {
      const found = await find(code, address);
      return found.kind === 'found' ? { kind: 'good', name: found.kept.name } : found;
    },
    async redeem(code, name, address) {
      const found = await find(code, address);
      if (found.kind !== 'found') return found;
      const { key, kept, version } = found;
      if (kept.name !== undefined && name !== undefined && name !== kept.name)
        throw new StuntError(
          'INVITATION_NAMED',
          `The invitation is for sandbox "${kept.name}", and name is "${name.slice(0, 80)}".`,
        );
      const chosen = kept.name ?? name;
      if (chosen === undefined)
        throw new StuntError(
          'SANDBOX_INVALID',
          'The invitation leaves the name to you: ask for it as …?name=acme, or send {"name": "acme"}.',
        );
      // Taken before it is used, so that two at once do not both get a sandbox.
      if (!(await store.cas(key, version, undefined))) return { kind: 'unknown' };
      try {
        return { kind: 'redeemed', record: await create({ name: chosen, ...kept.sandbox }) };
      } catch (error) {
        await store.put(key, kept);
        throw error;
      }
    },
  };
}

type Found = { readonly kind: 'found'; readonly key: string; readonly kept: Kept; readonly version: number } | NotGood;

interface Kept {
  readonly name?: string | undefined;
  readonly expiresAt: number;
  readonly sandbox: NonNullable<NewInvitation['sandbox']>;
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'expiresAt' in value && 'sandbox' in value;

const keyOf = (code: string): string => KEY + createHash('sha256').update(code).digest('hex');

async function dropExpired(store: Store, now: number): Promise<void> {
  for (const key of await store.list(KEY)) {
    const value = (await store.get(key))?.value;
    if (!isKept(value) || value.expiresAt <= now) await store.put(key, undefined);
  }
}

const WINDOW_MS = 60_000;
const GUESSES = 10;
/** Addresses that are remembered; the one that guessed first is forgotten first. */
const ADDRESSES = 1000;

/** Wrong codes of an address within a minute. */
function createGuessLimit(clock: Clock): { waitOf(address: string): number; count(address: string): void } {
  const wrong = new Map<string, { readonly since: number; count: number }>();
  const current = (address: string): { readonly since: number; count: number } | undefined => {
    const known = wrong.get(address);
    return known !== undefined && clock.now() < known.since + WINDOW_MS ? known : undefined;
  };
  return {
    waitOf(address) {
      const known = current(address);
      return known === undefined || known.count < GUESSES ? 0 : known.since + WINDOW_MS - clock.now();
    },
    count(address) {
      const known = current(address) ?? { since: clock.now(), count: 0 };
      known.count++;
      wrong.set(address, known);
      const [first] = wrong.keys();
      if (wrong.size > ADDRESSES && first !== undefined) wrong.delete(first);
    },
  };
}
