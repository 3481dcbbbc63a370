import type { RegistryOptions } from '../start-registry.ts';
import type { HandedAnswer, HandedRequest } from './handed-request.ts';

/** What a thread with a registry in it is started with. */
export type WorkerStart = Pick<RegistryOptions, 'db' | 'token' | 'publicUrl' | 'mounted' | 'host'>;

/** What it is told. */
export type ToWorker =
  | { readonly kind: 'request'; readonly id: number; readonly request: HandedRequest }
  | { readonly kind: 'located'; readonly url: string }
  | { readonly kind: 'close' };

/** What it tells. */
export type FromWorker =
  | { readonly kind: 'ready' }
  /** The code is that of a PactError, where it is one. */
  | {
      readonly kind: 'failed';
      readonly code: string | undefined;
      readonly message: string;
      readonly hint: string | undefined;
    }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: HandedAnswer }
  | { readonly kind: 'log'; readonly line: string };
