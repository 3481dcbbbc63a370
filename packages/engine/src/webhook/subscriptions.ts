import type { Secrets } from '../chance/secrets.ts';
import { StuntError } from '../errors.ts';
import { failureWords } from '../redact/failure-words.ts';
import { isObject } from '../schema/json-schema.ts';
import type { Store } from '../store/store.ts';
import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import { plainName, wordsOf } from './event-name.ts';
import type { Subscription } from './webhook.ts';

/** Who is told of the events of each sandbox: a mirror of what the store keeps. Sends nothing, and judges no target. */
export interface Subscriptions {
  get(sandbox: string, id: string): Subscription | undefined;
  list(sandbox: string): readonly Subscription[];
  /** The one that an item of the API stands for. */
  ofItem(sandbox: string, item: string): Subscription | undefined;
  /** Those that want an event; paused ones only where they keep what they were not sent. */
  wanting(sandbox: string, event: string): readonly Subscription[];
  /** @throws StuntError WEBHOOK_INVALID where there are too many */
  add(sandbox: string, given: GivenSubscription): Subscription;
  /** Makes, changes or, without fields, ends what an item of the API stands for; false where there are too many. */
  follow(sandbox: string, item: string, given: GivenSubscription | undefined): boolean;
  remove(sandbox: string, id: string): boolean;
  /** With `everything` also those that survive a reset. */
  clear(sandbox: string, everything: boolean): void;
  /** What streams of a sandbox sign with, so that a listener keeps its secret. */
  listenSecret(sandbox: string): string;
}

export type GivenSubscription = Pick<Subscription, 'source' | 'url' | 'events'> &
  Partial<Pick<Subscription, 'secret' | 'authorization' | 'paused' | 'keeps'>>;

export interface SubscriptionsOptions {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly clocks: SandboxClocks;
  /** Names as the documents write them. @default none */
  readonly events?: readonly string[];
  onLog(line: string): void;
}

const KEY = 'webhook/';
const MOST = 1000;
const SECRET_BYTES = 24;

export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { store, secrets, clocks, events = [], onLog } = options;
  const known = new Set(events.map(plainName));
  const books = new Map<string, Map<string, Subscription>>();
  /** How many each sandbox had so far. */
  const counts = new Map<string, number>();
  const streamSecrets = new Map<string, string>();
  const newSecret = (): string => `whsec_${Buffer.from(secrets.token(SECRET_BYTES), 'base64url').toString('base64')}`;
  const bookOf = (sandbox: string): Map<string, Subscription> => {
    const book = books.get(sandbox) ?? new Map<string, Subscription>();
    books.set(sandbox, book);
    return book;
  };
  const write = (key: string, value: unknown): void => {
    const failed = (error: unknown): void => onLog(`webhooks: ${key} cannot be stored: ${failureWords(error)}`);
    // Stores that answer with a promise may break it, and nobody waits for it here.
    Promise.resolve(store.put(key, value)).catch(failed);
  };
  const keep = (subscription: Subscription): Subscription => {
    bookOf(subscription.sandbox).set(subscription.id, subscription);
    if (subscription.source !== 'listen') write(keyOf(subscription), subscription);
    return subscription;
  };
  const remove = (sandbox: string, id: string): boolean => {
    const subscription = books.get(sandbox)?.get(id);
    if (subscription === undefined) return false;
    books.get(sandbox)?.delete(id);
    if (subscription.source !== 'listen') write(keyOf(subscription), undefined);
    return true;
  };
  // Not that of one which was removed: what still waits for it would go to another.
  const newIdIn = (sandbox: string, book: ReadonlyMap<string, Subscription>): string => {
    let count = Math.max(counts.get(sandbox) ?? 0, book.size);
    do count++;
    while (book.has(`s${count}`));
    counts.set(sandbox, count);
    return `s${count}`;
  };
  const make = (sandbox: string, given: GivenSubscription, item?: string): Subscription => {
    const book = bookOf(sandbox);
    return keep({
      id: newIdIn(sandbox, book),
      sandbox,
      source: given.source,
      url: given.url,
      events: given.events,
      secret: given.secret ?? newSecret(),
      authorization: given.authorization,
      paused: given.paused ?? false,
      keeps: given.keeps,
      item,
      createdAt: clocks.clockOf(sandbox).now(),
    });
  };
  const isFull = (sandbox: string): boolean => (books.get(sandbox)?.size ?? 0) >= MOST;
  const ofItem = (sandbox: string, item: string): Subscription | undefined =>
    [...(books.get(sandbox)?.values() ?? [])].find((subscription) => subscription.item === item);
  const know = (value: unknown): void => {
    if (isSubscription(value)) bookOf(value.sandbox).set(value.id, value);
    else if (isListenSecret(value)) streamSecrets.set(value.sandbox, value.listenSecret);
  };
  readStored(store, know, (error) => onLog(`webhooks: subscriptions cannot be read: ${failureWords(error)}`));
  return {
    get: (sandbox, id) => books.get(sandbox)?.get(id),
    list: (sandbox) => [...(books.get(sandbox)?.values() ?? [])],
    ofItem,
    wanting: (sandbox, event) =>
      [...(books.get(sandbox)?.values() ?? [])].filter((subscription) => wants(subscription, event, known)),
    add(sandbox, given) {
      if (isFull(sandbox)) throw new StuntError('WEBHOOK_INVALID', `There are ${MOST} subscriptions already.`);
      return make(sandbox, given);
    },
    follow(sandbox, item, given) {
      const before = ofItem(sandbox, item);
      if (given === undefined) return before === undefined || remove(sandbox, before.id);
      if (before === undefined) return !isFull(sandbox) && make(sandbox, given, item) !== undefined;
      // A secret is often shown once, and is not part of the item afterwards.
      const { secret = before.secret, authorization = before.authorization } = given;
      return keep({ ...before, ...given, secret, authorization }) !== undefined;
    },
    remove,
    clear(sandbox, everything) {
      for (const { id, source } of [...(books.get(sandbox)?.values() ?? [])])
        if (everything || source === 'api') remove(sandbox, id);
      counts.delete(sandbox);
      if (everything && streamSecrets.delete(sandbox)) write(listenKeyOf(sandbox), undefined);
    },
    listenSecret(sandbox) {
      const known = streamSecrets.get(sandbox);
      if (known !== undefined) return known;
      const listenSecret = newSecret();
      streamSecrets.set(sandbox, listenSecret);
      write(listenKeyOf(sandbox), { sandbox, listenSecret });
      return listenSecret;
    },
  };
}

const keyOf = ({ sandbox, id }: Subscription): string => `${KEY}${sandbox}/${id}`;

function wants({ events, paused, keeps }: Subscription, event: string, known: ReadonlySet<string>): boolean {
  if (paused && keeps !== true) return false;
  return events === undefined || events.some((wanted) => covers(wanted, event, known));
}

/**
 * `intake.*` covers what begins so, `*` everything; case and separators do not count. `issues`, where no event is called so, is all that
 * happens to them: `issues-opened`.
 */
function covers(wanted: string, event: string, known: ReadonlySet<string>): boolean {
  if (wanted.endsWith('*')) return plainName(event).startsWith(plainName(wanted.slice(0, -1)));
  if (plainName(wanted) === plainName(event)) return true;
  if (known.has(plainName(wanted))) return false;
  const thing = wordsOf(event).slice(0, -1);
  return thing.length > 0 && thing.join('') === wordsOf(wanted).join('');
}

/** At once where the store answers at once, so that who starts finds them. */
function readStored(store: Store, know: (value: unknown) => void, onError: (error: unknown) => void): void {
  const keys = store.list(KEY);
  const read = (found: readonly string[]): void => {
    for (const key of found) {
      const stored = store.get(key);
      if (stored instanceof Promise) stored.then((late) => know(late?.value), onError);
      else know(stored?.value);
    }
  };
  if (keys instanceof Promise) keys.then(read).catch(onError);
  else read(keys);
}

const listenKeyOf = (sandbox: string): string => `${KEY}${sandbox}/listen`;

const isListenSecret = (value: unknown): value is { readonly sandbox: string; readonly listenSecret: string } =>
  isObject(value) && typeof value.sandbox === 'string' && typeof value.listenSecret === 'string';

const isSubscription = (value: unknown): value is Subscription =>
  isObject(value) &&
  typeof value.id === 'string' &&
  typeof value.sandbox === 'string' &&
  typeof value.secret === 'string' &&
  (value.source === 'api' || value.source === 'added');
