import { type Secrets, systemSecrets } from './chance/secrets.ts';
import type { Exchange } from './exchange.ts';
import type { Fixture } from './fixture.ts';
import type { HandlerBook } from './handler.ts';
import type { ApiDocument } from './operation.ts';
import type { AuthMode, NewSandbox } from './sandbox.ts';
import { memoryStore } from './store/memory-store.ts';
import type { Store } from './store/store.ts';
import { type Clock, systemClock } from './time/clock.ts';
import type { WebhookSettings } from './webhook/webhook.ts';

/** How the double behaves. The one place where defaults are. */
export interface EngineOptions {
  /** One or more; where two match a request, the first given wins. */
  readonly documents: readonly ApiDocument[];
  /** Generated data is a function of this word, the operation and the path. @default '' */
  readonly seed?: string;
  /** Generate every body, examples or not. @default false */
  readonly dynamic?: boolean;
  /** Leave the document's examples aside. @default false */
  readonly ignoreExamples?: boolean;
  /** Also fill what `additionalProperties` allows. @default true */
  readonly fillProperties?: boolean;
  /** How refusals are worded, and whose rules decide in doubt. @default 'stunt' */
  readonly errorStyle?: 'stunt' | 'prism';
  /** What is written is read back; never with the `prism` style, nor where an upstream answers. @default true */
  readonly state?: boolean;
  /** What there is where nothing was written: the document's own data, or nothing. @default 'document' */
  readonly stateBase?: 'document' | 'empty';
  /** Items that one sandbox may have written or deleted, uploads included; one more is refused with 507. @default 100,000 */
  readonly maxItems?: number;
  /** What sandboxes begin with, by name; see `readFixtures`. @default none */
  readonly fixtures?: Readonly<Record<string, readonly Fixture[]>>;
  /** Functions that answer in place of the double; see `loadHandlers`. @default none */
  readonly handlers?: HandlerBook | undefined;
  /** Answer 500 where a served example violates its schema; `prism` style only, for ours are always valid. @default false */
  readonly errors?: boolean;
  /** Of sandboxes that are not given their own. @default 'presence' in the default sandbox, 'enforce' in all others */
  readonly auth?: AuthMode | undefined;
  /** Answer preflights and add CORS header fields. @default true; false with an upstream, which has its own */
  readonly cors?: boolean;
  /** The real API behind a proxy: it answers in place of the document. @default none */
  readonly upstream?: GivenUpstream | undefined;
  /** Sandboxes beside `default`, served under `/~name`: made where they are not there yet. @default [] */
  readonly sandboxes?: readonly (string | NewSandbox)[];
  /** How clients reach the double where something stands in front of it: `https://sandbox.example.com`. @default as it listens */
  readonly publicUrl?: string | undefined;
  /** Rate limits: none, also those that a documented 429 tells of, or by operation. @default what documents declare; none in Prism's style */
  readonly limits?: GivenLimits;
  /** The same for a sandbox by its name; wins. @default {} */
  readonly sandboxLimits?: Readonly<Record<string, GivenLimits>>;
  /** Rules that are in force from the start; of the default sandbox where they name none. @default [] */
  readonly faults?: readonly GivenFault[];
  /** Only this machine can reach the double: then rules of faults may last and name files. @default true; a server knows its own */
  readonly loopback?: boolean;
  /** Whether the port speaks TLS, which its faults need. @default undefined: there is no port to tell */
  readonly speaksTls?: boolean | undefined;
  /** Whether a request may ask for a fault of its own, by `X-Stunt-Fault` or `Prefer: fault=`. @default as `loopback` */
  readonly requestFaults?: boolean;
  /** Where deliveries of webhooks may go, what fires them and how often they are tried. @default {}: to loopback, inferred, for 24 h */
  readonly webhooks?: WebhookSettings;
  /** Keep header fields and bodies of each sandbox, secrets taken out, in memory for whoever has the engine in hand. @default false */
  readonly capture?: boolean | { readonly exchanges?: number; readonly bytes?: number };
  /** Called where an answer is not there at once, since a fault holds it or an upstream is asked: sandbox and operation are known, the answer is not. */
  readonly onWaiting?: (exchange: Exchange) => void;
  /** Called after each exchange, whatever its outcome. */
  readonly onExchange?: (exchange: Exchange) => void;
  /**
   * Called with one line for each thing the operator should see, which may be kept, and with the error where one is behind it:
   * its message may quote a request, so it is for looking at and not for a log.
   */
  readonly onLog?: (line: string, error?: unknown) => void;
  /** @default the system's */
  readonly clock?: Clock;
  /** Where sandboxes are kept. @default memory */
  readonly store?: Store;
  /** @default the system's */
  readonly secrets?: Secrets;
}

/** By operationId, or `*` for all others, in place of what documents declare. */
export type GivenLimits = 'off' | 'on' | Readonly<Record<string, 'off' | 'on' | GivenLimit | readonly GivenLimit[]>>;

/** A limit as it is written, unread: `limit/limit.ts` says what is in it. */
export interface GivenLimit {
  readonly limit: number;
  /** @default 1d, and nothing else, for `daily` */
  readonly window?: string;
  /** @default 'gcra' */
  readonly algorithm?: 'gcra' | 'fixed-window' | 'daily';
  /** @default 'credential' */
  readonly per?: 'credential' | 'sandbox' | 'address';
  /** The name in header fields. @default the operationId; `default` for `*` */
  readonly policy?: string;
}

export interface GivenUpstream {
  /** `https://api.example.com/v1`: what is asked of us is asked below it. */
  readonly url: string;
  /** Milliseconds that it may take to accept a connection, and from then on to begin its answer. @default 60 s */
  readonly timeout?: number;
}

/** A rule of a fault as it is written, unread: `fault/rule.ts` says what is in it. */
export interface GivenFault {
  /** `*` is every one. */
  readonly sandbox?: string;
  readonly kind: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly where?: object;
  readonly when?: object;
  readonly ttl?: string;
}

export type ResolvedOptions = Required<
  Omit<EngineOptions, 'auth' | 'upstream' | 'speaksTls' | 'handlers' | 'publicUrl' | 'limits'>
> &
  Pick<EngineOptions, 'auth' | 'upstream' | 'speaksTls' | 'handlers' | 'publicUrl' | 'limits'>;

export function resolveOptions(options: EngineOptions): ResolvedOptions {
  return {
    seed: '',
    dynamic: false,
    ignoreExamples: false,
    fillProperties: true,
    errorStyle: 'stunt',
    errors: false,
    state: true,
    stateBase: 'document',
    maxItems: 100_000,
    fixtures: {},
    cors: options.upstream === undefined,
    sandboxes: [],
    sandboxLimits: {},
    faults: [],
    loopback: true,
    requestFaults: options.loopback ?? true,
    capture: false,
    onWaiting: () => {},
    onExchange: () => {},
    onLog: () => {},
    clock: systemClock,
    secrets: systemSecrets,
    store: memoryStore(),
    webhooks: {},
    ...options,
  };
}
