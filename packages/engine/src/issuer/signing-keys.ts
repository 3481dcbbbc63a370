import type { CryptoKey, JWK } from 'jose';
import { isObject } from '../schema/json-schema.ts';
import type { Store } from '../store/store.ts';

/** The key that a sandbox signs its tokens with: ES256, made on first use, kept in the store. Never leaves the process but as its public half. */
export interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly publicJwk: JWK;
}

export interface SigningKeys {
  of(sandbox: string): Promise<SigningKey>;
  /** With the sandbox goes its key: no token of it is good any more, nor will be in a sandbox of the same name. */
  forget(sandbox: string): void;
}

export const ALGORITHM = 'ES256';
const PLACE = 'sandbox-key/';

export function createSigningKeys(store: Store): SigningKeys {
  const keys = new Map<string, Promise<SigningKey>>();
  return {
    of(sandbox) {
      let key = keys.get(sandbox);
      if (key === undefined) {
        key = keyOf(store, PLACE + sandbox);
        keys.set(sandbox, key);
        key.catch(() => keys.delete(sandbox));
      }
      return key;
    },
    forget(sandbox) {
      keys.delete(sandbox);
      void store.put(PLACE + sandbox, undefined);
    },
  };
}

async function keyOf(store: Store, place: string): Promise<SigningKey> {
  const kept = await store.get(place);
  if (kept !== undefined && isPrivate(kept.value)) return imported(kept.value);
  const { exportJWK, generateKeyPair } = await import('jose');
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const made = await exportJWK(privateKey);
  // Another process may have been faster: there is one key for all.
  if (await store.cas(place, kept?.version ?? 0, made)) return imported(made);
  return keyOf(store, place);
}

const isPrivate = (value: unknown): value is JWK =>
  isObject(value) && value.kty === 'EC' && typeof value.d === 'string';

async function imported({ kty, crv, x, y, d }: JWK): Promise<SigningKey> {
  const { calculateJwkThumbprint, importJWK } = await import('jose');
  const bare = { kty, crv, x, y } as const;
  const id = await calculateJwkThumbprint(bare);
  const privateKey = await importJWK({ ...bare, d }, ALGORITHM);
  const publicKey = await importJWK(bare, ALGORITHM);
  if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) throw new Error('the key is none of ES256');
  return { id, privateKey, publicKey, publicJwk: { ...bare, kid: id, alg: ALGORITHM, use: 'sig' } };
}
