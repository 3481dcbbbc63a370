/**
 * An operation of the document, as a handler is written: it is given parameters and body that follow the document, and answers with plain
 * data. Knows nothing of Fastify; everything before the handler (credentials, limits, validation) is the document's, in `service.ts`.
 */
import type { Checks } from './checks.ts';
import type { Client } from './clients.ts';
import type { DocumentedOperation } from './document.ts';

export interface Call<Parameters, Body> {
  readonly client: Client;
  readonly parameters: Parameters;
  readonly body: Body;
  readonly requestId: string;
  /** Where the caller reached the service: links start with it. */
  readonly origin: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: object | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Parameters and body as they came, not looked at yet. */
export interface RawCall extends Pick<Call<unknown, unknown>, 'client' | 'requestId' | 'origin'> {
  readonly parameters: unknown;
  readonly body: unknown;
}

export interface Operation {
  readonly id: string;
  /** Compiles the checks of the document, once. */
  bind(documented: DocumentedOperation, checks: Checks): (call: RawCall) => Reply | Promise<Reply>;
}

/** What operations on one item, and no other parameter, are called with. */
export interface ItemParameters {
  readonly id: string;
}

export function operation<Parameters, Body = unknown>(
  id: string,
  answer: (call: Call<Parameters, Body>) => Reply | Promise<Reply>,
): Operation {
  return {
    id,
    bind(documented, checks) {
      const parametersOf = checks.parameters<Parameters>(documented);
      const bodyOf = checks.body<Body>(documented);
      return ({ parameters, body, ...call }) => {
        const checked = parametersOf(parameters);
        return answer({ ...call, parameters: checked, body: bodyOf(body) });
      };
    },
  };
}
