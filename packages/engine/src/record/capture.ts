import type { Exchange } from '../exchange.ts';
import { redactBody, redactFields, redactTarget } from '../redact/redact.ts';
import type { IsSecretName } from '../redact/secret-names.ts';

/**
 * The last exchanges with header fields and bodies, secrets taken out, for whoever runs the double in their own process. In memory
 * only and bounded; never in logs, exports, events or the control API, for what is not secret may still be a person's.
 */
export interface Capture {
  record(exchange: Exchange): void;
  /** What would be kept of an exchange that is not over yet. */
  entryOf(exchange: Exchange): CapturedExchange;
  /** Of one sandbox or of all, oldest first. */
  entries(sandbox?: string): readonly CapturedExchange[];
  forget(sandbox: string): void;
}

export interface CapturedExchange {
  readonly id: string;
  readonly at: number;
  readonly sandbox: string;
  readonly operation: string | undefined;
  readonly request: CapturedMessage & { readonly method: string; readonly target: string };
  readonly answer: CapturedMessage & { readonly status: number };
  /** The code of what was refused, where something was. */
  readonly refusal: string | undefined;
  /** Whether a fault fired. */
  readonly faulted: boolean;
}

export interface CapturedMessage {
  /** Flat list of names and values. */
  readonly headers: readonly string[];
  /** JSON or a form without its secrets; `[17 bytes]` for what cannot be read by names, or is streamed. */
  readonly body: string;
}

/** Of each sandbox: a busy one must not push out what another received. */
export interface CaptureLimits {
  /** @default 1000 */
  readonly exchanges?: number;
  /** Of header fields and bodies together. @default 16 MB */
  readonly bytes?: number;
}

interface Kept {
  readonly captured: CapturedExchange;
  readonly size: number;
  /** Which of all that was recorded; tells the order between sandboxes. */
  readonly order: number;
}

/** Undefined where none is asked for. */
export function createCapture(isSecret: IsSecretName, asked: boolean | CaptureLimits): Capture | undefined {
  if (asked === false) return undefined;
  const { exchanges = 1000, bytes = 16 * 1024 * 1024 } = asked === true ? {} : asked;
  const sandboxes = new Map<string, { readonly kept: Kept[]; held: number }>();
  let order = 0;
  return {
    record(exchange) {
      const captured = capturedOf(exchange, isSecret);
      const size = 2 * JSON.stringify(captured).length;
      const own = sandboxes.get(captured.sandbox) ?? { kept: [], held: 0 };
      sandboxes.set(captured.sandbox, own);
      own.kept.push({ captured, size, order: order++ });
      own.held += size;
      while (own.kept.length > exchanges || own.held > bytes) own.held -= own.kept.shift()?.size ?? 0;
    },
    entryOf: (exchange) => capturedOf(exchange, isSecret),
    entries(sandbox) {
      const asked = sandbox === undefined ? [...sandboxes.values()] : [sandboxes.get(sandbox) ?? NOTHING];
      return asked
        .flatMap(({ kept }) => kept)
        .sort((one, other) => one.order - other.order)
        .map(({ captured }) => captured);
    },
    forget: (sandbox) => void sandboxes.delete(sandbox),
  };
}

const NOTHING = { kept: [] };

function capturedOf(exchange: Exchange, isSecret: IsSecretName): CapturedExchange {
  const { id, startedAt, sandbox, operation, request, answer, firings } = exchange;
  const sent = Object.entries(request.headers).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((each) => [name, each]),
  );
  const type = answer?.headers.findIndex((text, at) => at % 2 === 0 && text.toLowerCase() === 'content-type') ?? -1;
  return {
    id,
    at: startedAt,
    sandbox,
    operation: operation?.id,
    request: {
      method: request.method,
      target: redactTarget(request.target, isSecret),
      headers: redactFields(sent, isSecret),
      body: redactBody(request.body, request.headers['content-type'], isSecret),
    },
    answer: {
      status: answer?.status ?? 0,
      headers: redactFields(answer?.headers ?? [], isSecret),
      body: redactBody(answer?.body ?? EMPTY, type === -1 ? undefined : answer?.headers[type + 1], isSecret),
    },
    refusal: answer?.refusal,
    faulted: firings?.some(({ fired }) => fired) ?? false,
  };
}

const EMPTY = new Uint8Array();
