import type { LookupFunction } from 'node:net';
import type { Secrets } from '../chance/secrets.ts';
import { StuntError } from '../errors.ts';
import type { ApiDocument } from '../operation.ts';
import { failureWords } from '../redact/failure-words.ts';
import type { SandboxEvent } from '../sandbox.ts';
import { loadSampler } from '../schema/sample.ts';
import type { StateChange, StateChanges } from '../state-change.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { DURATION_FORM, parseDuration } from '../time/duration.ts';
import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import { createDeliveries } from './deliveries.ts';
import { describedWebhooks } from './described-webhook.ts';
import { createEventMapping } from './event-mapping.ts';
import { sameName } from './event-name.ts';
import { createKeptDeliveries } from './kept-deliveries.ts';
import { payloadOf } from './payload.ts';
import { createSendDelivery } from './send-delivery.ts';
import { createStreams } from './streams.ts';
import { type SubscriptionResource, subscriptionFields, subscriptionResources } from './subscription-resource.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createTargetRules } from './target/target-rules.ts';
import type {
  AttemptOutcome,
  DeliveryEntry,
  Disturbance,
  Message,
  NewSubscription,
  SignedDelivery,
  Subscription,
  WebhookSettings,
} from './webhook.ts';

/**
 * The webhooks of all sandboxes: hears of changes of state, and tells those who subscribed. Never holds up whoever made the
 * change, and is idle where nobody subscribed.
 */
export interface Webhooks {
  /** Names as the documents write them. */
  readonly events: readonly string[];
  subscriptions(sandbox: string): readonly Subscription[];
  /** @throws StuntError WEBHOOK_INVALID, WEBHOOK_TARGET_REFUSED */
  add(sandbox: string, given: NewSubscription): Subscription;
  remove(sandbox: string, id: string): boolean;
  /** A subscription that lives until `end` is called; its deliveries go to `take`, and `outcome` says what came of each. */
  listen(sandbox: string, given: ListenOptions): Listening;
  /** Tells of how a delivery to a stream ended; false where none waits for it. */
  outcome(sandbox: string, delivery: string, attempt: number, outcome: AttemptOutcome): boolean;
  /** Fires an event by hand; `body` is sent as it is, without one it is made up. Returns ids of deliveries. */
  send(sandbox: string, event: string, body: unknown): Promise<readonly string[]>;
  /** Goes on with the deliveries that an earlier process was not done with: once who is told of something can ask back. */
  takeUp(): void;
  /** Oldest first. */
  deliveries(sandbox: string): readonly DeliveryEntry[];
  /** The same message again, to the same subscription. @throws StuntError WEBHOOK_UNKNOWN */
  replay(sandbox: string, delivery: string): string;
  watch(listener: (entry: DeliveryEntry) => void): () => void;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly events: readonly string[] | undefined;
  readonly secret: string | undefined;
  take(delivery: SignedDelivery): void;
  /** The sandbox was deleted, or has expired: nothing comes any more. */
  gone(): void;
}

export interface Listening {
  readonly subscription: Subscription;
  end(): void;
}

export interface WebhooksOptions {
  readonly documents: readonly ApiDocument[];
  readonly changes: StateChanges;
  readonly sandboxes: {
    readonly names: ReadonlySet<string>;
    watch(listener: (event: SandboxEvent) => void): () => void;
  };
  readonly clocks: SandboxClocks;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly store: Store;
  readonly seed: string;
  readonly settings: WebhookSettings;
  /** What the faults in force do to the next delivery of an event. */
  disturb(sandbox: string, event: string): readonly Disturbance[];
  onLog(line: string, error?: unknown): void;
  /** @default the system's */
  readonly lookup?: LookupFunction | undefined;
}

const TIMEOUT = 10_000;
const RETRIES = ['1s', '5s', '30s', '2m', '10m', '30m', '1h', '2h', '4h', '8h', '8h'];
const ID_BYTES = 12;

export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { documents, clocks, clock, secrets, settings, onLog, lookup } = options;
  const described = describedWebhooks(documents);
  const events = [...described.keys()];
  const mapping = createEventMapping(documents, events, settings.map);
  const rules = createTargetRules(settings.allow ?? []);
  const resources = new Map(documents.flatMap(subscriptionResources).map((found) => [found.resource, found]));
  const subscriptions = createSubscriptions({ ...options, events });
  const streams = createStreams(clock);
  const watchers = new Set<(entry: DeliveryEntry) => void>();
  const send = createSendDelivery({ rules, clock, timeout: TIMEOUT, lookup });
  const told = new Set<string>();
  const listeners = new Set<{ readonly sandbox: string; gone(): void }>();
  const deliveries = createDeliveries({
    onLog,
    clocks,
    clock,
    subscriptions,
    kept: createKeptDeliveries(options.store, onLog),
    isSandbox: (name) => options.sandboxes.names.has(name),
    retries: retriesOf(settings),
    send: (subscription, delivery, signal) =>
      subscription.url === undefined
        ? streams.send(subscription, delivery, signal)
        : send(subscription.url, delivery, signal),
    onEntry(entry) {
      if (entry.state === 'refused') tellRefusal(entry);
      for (const watcher of watchers) watcher(entry);
    },
  });

  /** Once for each subscription: a partner can ask for as many refusals as it likes. */
  function tellRefusal({ sandbox, subscription }: DeliveryEntry): void {
    const key = `${sandbox} ${subscription}`;
    if (told.has(key) || told.size > 1000) return;
    told.add(key);
    onLog(
      `webhooks: subscription ${subscription} of sandbox ${sandbox} names a target that is not allowed; webhooks.allow lists those beside loopback`,
    );
  }

  const fire = async (
    sandbox: string,
    event: string,
    bodyOf: (id: string) => Promise<unknown>,
  ): Promise<readonly string[]> => {
    const wanting = subscriptions.wanting(sandbox, event);
    if (wanting.length === 0) return [];
    const id = `msg_${secrets.token(ID_BYTES)}`;
    const body = JSON.stringify(await bodyOf(id));
    const message: Message = { id, event, method: described.get(event)?.method ?? 'POST', body };
    return wanting.map((subscription) => deliveries.deliver(subscription, message, options.disturb(sandbox, event)));
  };
  const payload = async (
    event: string,
    id: string,
    about: Partial<StateChange> & Pick<StateChange, 'sandbox' | 'at'>,
  ): Promise<unknown> => {
    const { resource, id: itemId, item, at } = about;
    const seed = `${options.seed} ${about.sandbox}`;
    return payloadOf(described.get(event), event, { resource, itemId, item, at, id, seed }, await loadSampler());
  };

  // One after the other, so that what was changed first is told first.
  let telling: Promise<unknown> = Promise.resolve();
  const unwatchChanges = options.changes.watch((change) => {
    if (events.length === 0 && resources.size === 0) return;
    if (change.ping !== undefined) {
      ping(change, change.ping.message);
      return;
    }
    const resource = resources.get(change.resource);
    if (resource !== undefined) followItem(resource, change);
    for (const event of mapping.eventsOf(change)) {
      if (subscriptions.wanting(change.sandbox, event).length === 0) continue;
      telling = telling
        .then(() => fire(change.sandbox, event, (id) => payload(event, id, change)))
        .catch((error) => onLog(`webhooks: ${event} was not told: ${failureWords(error)}`));
    }
  });

  /** To this subscription alone, paused or not, and once. */
  function ping(change: StateChange, id: string): void {
    const { sandbox, at, resource, emit: [event = ''] = [] } = change;
    const subscription = subscriptions.ofItem(sandbox, `${resource} ${change.id}`);
    if (subscription === undefined) return;
    telling = telling
      .then(async () => {
        const body = JSON.stringify(await payload(event, id, { sandbox, at, resource, id: change.id }));
        const message = { id, event, method: described.get(event)?.method ?? 'POST', body };
        deliveries.deliver(subscription, message, options.disturb(sandbox, event), { retries: [], evenPaused: true });
      })
      .catch((error) => onLog(`webhooks: ${event} was not told: ${failureWords(error)}`));
  }

  function followItem(resource: SubscriptionResource, { sandbox, kind, id, item, answered }: StateChange): void {
    const fields = kind === 'deleted' ? undefined : subscriptionFields(resource, item, answered);
    const given = fields && { source: 'api' as const, ...fields };
    const before = subscriptions.ofItem(sandbox, `${resource.resource} ${id}`);
    if (!subscriptions.follow(sandbox, `${resource.resource} ${id}`, given))
      onLog(`webhooks: a subscription of sandbox ${sandbox} is left out, since it has as many as one may have`);
    if (before !== undefined && fields?.paused !== true) deliveries.resume(before);
  }

  const unwatchSandboxes = options.sandboxes.watch(({ kind, name }) => {
    if (kind !== 'reset' && kind !== 'deleted') return;
    deliveries.forget(name);
    subscriptions.clear(name, kind === 'deleted');
    if (kind !== 'deleted') return;
    for (const listener of [...listeners]) if (listener.sandbox === name) listener.gone();
  });

  return {
    events,
    subscriptions: subscriptions.list,
    add(sandbox, { url, events: wanted, secret }) {
      const refusal = rules.refusalOfUrl(url);
      if (refusal !== undefined)
        throw new StuntError('WEBHOOK_TARGET_REFUSED', `Deliveries cannot go to ${url.slice(0, 200)}: ${refusal}.`);
      return subscriptions.add(sandbox, { source: 'added', url, events: known(wanted), ...(secret && { secret }) });
    },
    remove: subscriptions.remove,
    listen(sandbox, { events: wanted, secret = subscriptions.listenSecret(sandbox), take, gone }) {
      const subscription = subscriptions.add(sandbox, {
        source: 'listen',
        url: undefined,
        events: known(wanted),
        secret,
      });
      const close = streams.open(subscription, take);
      const listener = { sandbox, gone };
      listeners.add(listener);
      return {
        subscription,
        end() {
          listeners.delete(listener);
          subscriptions.remove(sandbox, subscription.id);
          close();
        },
      };
    },
    outcome: streams.outcome,
    send(sandbox, event, body) {
      const [name = event] = known([event]) ?? [];
      const at = clocks.clockOf(sandbox).now();
      return fire(sandbox, name, async (id) => body ?? payload(name, id, { sandbox, at }));
    },
    takeUp: deliveries.takeUp,
    deliveries: (sandbox) => deliveries.log(sandbox).entries,
    replay(sandbox, id) {
      const kept = deliveries.log(sandbox).kept(id);
      if (kept === undefined)
        throw new StuntError('WEBHOOK_UNKNOWN', `There is no delivery "${id}" that can be sent again.`);
      const subscription = subscriptions.get(sandbox, kept.subscription);
      if (subscription === undefined)
        throw new StuntError('WEBHOOK_UNKNOWN', `The subscription ${kept.subscription} of delivery "${id}" has ended.`);
      return deliveries.deliver(subscription, kept.message, [], { evenPaused: true });
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    async close() {
      unwatchChanges();
      unwatchSandboxes();
      await telling;
      await deliveries.close();
    },
  };

  /** As the documents write them; where they name none, any name will do. */
  function known(wanted: readonly string[] | undefined): readonly string[] | undefined {
    if (wanted === undefined || events.length === 0) return wanted;
    return wanted.map((name) => {
      const found = name.endsWith('*') ? name : events.find((event) => sameName(event, name));
      if (found !== undefined) return found;
      throw new StuntError(
        'WEBHOOK_UNKNOWN',
        `There is no webhook "${name.slice(0, 100)}". There are: ${events.join(', ')}.`,
      );
    });
  }
}

function retriesOf({ retries = RETRIES }: WebhookSettings): number[] {
  return retries.map((text) => {
    const ms = parseDuration(text);
    if (ms !== undefined) return ms;
    throw new StuntError('WEBHOOK_INVALID', `webhooks.retries has ${JSON.stringify(text)}; write ${DURATION_FORM}.`);
  });
}
