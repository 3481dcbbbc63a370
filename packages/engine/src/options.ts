import { type Secrets, systemSecrets } from './chance/secrets.ts';
import type { Exchange } from './exchange.ts';
import type { ApiDocument } from './operation.ts';
import { memoryStore } from './store/memory-store.ts';
import type { Store } from './store/store.ts';
import { type Clock, systemClock } from './time/clock.ts';

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
  /** Answer 500 where a served example violates its schema; `prism` style only, for ours are always valid. @default false */
  readonly errors?: boolean;
  /** Whether credentials must be there and well-formed. @default 'presence' */
  readonly auth?: 'off' | 'presence';
  /** Answer preflights and add CORS header fields. @default true */
  readonly cors?: boolean;
  /** Names beside `default`, served under `/~name`. @default [] */
  readonly sandboxes?: readonly string[];
  /** Called after each exchange, whatever its outcome. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Called with one line for each thing the operator should see, and with the error where one is behind it. */
  readonly onLog?: (line: string, error?: unknown) => void;
  /** @default the system's */
  readonly clock?: Clock;
  /** Where sandboxes are kept. @default memory */
  readonly store?: Store;
  /** @default the system's */
  readonly secrets?: Secrets;
}

export type ResolvedOptions = Required<EngineOptions>;

export function resolveOptions(options: EngineOptions): ResolvedOptions {
  return {
    seed: '',
    dynamic: false,
    ignoreExamples: false,
    fillProperties: true,
    errorStyle: 'stunt',
    errors: false,
    auth: 'presence',
    cors: true,
    sandboxes: [],
    onExchange: () => {},
    onLog: () => {},
    clock: systemClock,
    secrets: systemSecrets,
    store: memoryStore(),
    ...options,
  };
}
