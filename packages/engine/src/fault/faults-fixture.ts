import { type Answer, type Exchange, type HttpRequest, newExchange } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { type Clock, manualClock } from '../time/clock.ts';
import { createSandboxClocks, type SandboxClocks } from '../time/sandbox-clocks.ts';
import { createFaults, type FaultsOptions } from './create-faults.ts';
import type { FaultKind, FaultPlan, Layer } from './fault-kind.ts';
import type { Faults } from './faults.ts';

/** A bed for tests of rules: two operations of one document, small kinds, a clock that stands still. Ships with nothing. */

export const operation = (id: string, method: string, template: string, tags: string[] = []): Operation => ({
  id,
  method,
  template,
  pointer: '',
  tags,
  summary: undefined,
  deprecated: false,
  model: () => {
    throw new Error('rules ask no operation for its model');
  },
});

export const getIntake = operation('getIntake', 'GET', '/intakes/{id}', ['documents']);
export const putIntake = operation('putIntake', 'PUT', '/intakes/{id}', ['documents', 'writes']);

/** A kind that always plans the same. */
const simple = (kind: string, layer: Layer, plan: FaultPlan): FaultKind<unknown> => ({
  kind,
  summary: kind,
  options: {},
  layerOf: () => layer,
  plan: () => plan,
});

export const answer = (status: number, text = '', source: Answer['source'] = 'fault'): Answer => ({
  status,
  headers: ['Content-Length', String(text.length), 'Stunt-Source', source],
  body: Buffer.from(text),
  source,
});

const fixed: FaultKind<{ ms: number }> = {
  kind: 'latency',
  summary: 'a late answer',
  options: { ms: { type: 'duration', description: 'How late', default: '200ms' } },
  layerOf: () => 'edge',
  plan: ({ ms }) => ({ do: 'delay', ms }),
};

const status: FaultKind<{ code: number }> = {
  kind: 'status',
  summary: 'a status',
  options: { code: { type: 'integer', description: 'Which', default: 503, min: 100, max: 999 } },
  layerOf: () => 'edge',
  plan: ({ code }) => ({ do: 'answer', answer: answer(code, 'down') }),
};

const signal = { end: { kind: 'nothing', by: 'reset' } } as const;

export const kinds: readonly FaultKind<unknown>[] = [
  fixed,
  status,
  simple('hang', 'edge', { do: 'hold', at: 'before', ms: undefined }),
  simple('hang-after', 'edge', { do: 'hold', at: 'after', ms: undefined }),
  simple('brief-hang', 'edge', { do: 'hold', at: 'before', ms: 1000 }),
  simple('reset', 'edge', { do: 'deliver', at: 'before', delivery: signal }),
  simple('reset-after', 'edge', { do: 'deliver', at: 'after', delivery: signal }),
  simple('slow-headers', 'edge', { do: 'deliver', at: 'after', delivery: { headersOver: 100 } }),
  simple('truncate', 'response', {
    do: 'deliver',
    at: 'after',
    delivery: { end: { kind: 'partial', by: 'fin', fraction: 0.5 } },
  }),
  simple('drift', 'response', { do: 'replace', answer: answer(200, 'drifted'), pointer: '/name' }),
  simple('malformed', 'response', { do: 'replace', answer: answer(200, '{') }),
  simple('streamless', 'response', { do: 'nothing', why: 'no body' }),
  simple('refuse', 'listener', { do: 'listen', state: { kind: 'refuse' } }),
];

export interface Bed {
  readonly faults: Faults;
  readonly clocks: SandboxClocks;
  readonly clock: ReturnType<typeof manualClock>;
}

export function bed(options: Partial<FaultsOptions> & { readonly base?: Clock } = {}): Bed {
  const clock = manualClock(1_000_000);
  const clocks = createSandboxClocks(clock);
  const faults = createFaults({
    clocks,
    seed: 'seed',
    kinds,
    apis: [{ name: 'intakes', basePaths: ['/v1'], operations: [getIntake, putIntake] }],
    sandboxes: new Set(['default', 'acme']),
    defaultSandbox: 'default',
    loopback: true,
    requestFaults: true,
    refuse: (refusal) => answer(422, JSON.stringify(refusal), 'problem'),
    ...options,
  });
  return { faults, clocks, clock };
}

export interface Given {
  readonly sandbox?: string;
  readonly operation?: Operation;
  readonly method?: string;
  readonly target?: string;
  readonly headers?: HttpRequest['headers'];
  readonly body?: string;
  readonly aborted?: () => AbortSignal;
  /** What the operation answers. */
  readonly status?: number;
}

export function exchangeOf({
  sandbox = 'default',
  operation: hit,
  method,
  target,
  headers,
  body,
  aborted,
}: Given): Exchange {
  const exchange = newExchange({
    serial: 0,
    id: '1',
    startedAt: 0,
    sandbox,
    request: {
      method: method ?? 'GET',
      target: target ?? '/intakes/7',
      headers: headers ?? {},
      body: Buffer.from(body ?? ''),
      ...(aborted && { aborted }),
    },
  });
  return Object.assign(exchange, { operation: hit });
}

export interface Ran {
  readonly exchange: Exchange;
  readonly answer: Answer | Promise<Answer>;
  /** How often the operation was asked. */
  asked(): number;
}

/** Sends one request to `getIntake`, or to what is given; `operation: undefined` matches nothing. */
export function run({ faults }: Pick<Bed, 'faults'>, given: Given = {}): Ran {
  const exchange = exchangeOf('operation' in given ? given : { ...given, operation: getIntake });
  let asked = 0;
  const healthy = (): Answer => {
    asked++;
    return answer(given.status ?? 200, 'well', 'example');
  };
  const subject = { api: 'intakes', target: exchange.request.target, operation: () => undefined };
  return { exchange, answer: faults.run(exchange, subject, healthy), asked: () => asked };
}

/** What came of each rule that matched, as the journal words it. */
export const firingsOf = ({ firings }: Exchange): string[] =>
  (firings ?? []).map(({ rule, fired, note }) => `${rule} ${fired ? 'fired' : 'not'}${note ? `: ${note}` : ''}`);

/** Lets everything that was settled run. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
