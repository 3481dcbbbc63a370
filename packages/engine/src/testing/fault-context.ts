import { type Random, seededRandom } from '../chance/random.ts';
import { type Answer, type Exchange, newExchange } from '../exchange.ts';
import { headerOf } from '../fault/answer-parts.ts';
import { faultKindOf } from '../fault/catalogue.ts';
import type { FaultKind, FaultPlan, OperationView, PlanContext } from '../fault/fault-kind.ts';
import { parseOptions } from '../fault/parse-options.ts';
import { createSchemas } from '../schema/schemas.ts';

/** What tests of fault kinds hand in: a request, a healthy answer, an operation, all by hand. */
export function exchangeOf(target = '/orders/1', method = 'GET'): Exchange {
  return newExchange({
    serial: 0,
    id: 'test-0',
    startedAt: Date.UTC(2026, 0, 1),
    sandbox: 'default',
    request: { method, target, headers: {}, body: new Uint8Array() },
  });
}

export function healthyAnswer(body: string, mediaType = 'application/json', headers: readonly string[] = []): Answer {
  const bytes = Buffer.from(body);
  const own = ['Content-Type', mediaType, 'Content-Length', String(bytes.length), ...headers];
  return { status: 200, headers: [...own, 'Stunt-Source', 'example'], body: bytes, source: 'example' };
}

/** An operation with one response schema and the error bodies that are given, as JSON, by status. */
export function operationView(schema: unknown, errors: Readonly<Record<number, unknown>> = {}): OperationView {
  return {
    schemas: createSchemas({}, 'json-schema', 'response'),
    responseSchema: (status) => (status === 200 ? schema : undefined),
    describedAnswer(status) {
      if (errors[status] === undefined) return undefined;
      return { ...healthyAnswer(JSON.stringify(errors[status])), status };
    },
    errorStatuses: Object.keys(errors).map(Number),
    list: () => ({
      property: 'items',
      pagination: { style: 'page', parameter: 'page', limit: undefined, firstPage: 1, members: [], link: true },
    }),
  };
}

export interface ContextParts {
  readonly answer?: Answer | undefined;
  readonly operation?: OperationView;
  readonly random?: Random;
  readonly evenly?: () => number;
  readonly seed?: number;
  readonly target?: string;
  readonly method?: string;
}

export const contextOf = ({
  answer,
  operation,
  random,
  evenly,
  seed = 1,
  target,
  method,
}: ContextParts = {}): PlanContext => ({
  exchange: exchangeOf(target, method),
  random: random ?? seededRandom(seed),
  ...(evenly && { evenly }),
  answer,
  operation,
});

/** The plan of a kind of the catalogue, its options given as a user would. */
export function planOf(
  name: string,
  given: Readonly<Record<string, unknown>> = {},
  parts: ContextParts = {},
): FaultPlan {
  const kind = faultKindOf(name);
  if (kind === undefined) throw new Error(`there is no kind ${name}`);
  return kind.plan(optionsOf(kind, given), contextOf(parts));
}

export function optionsOf(kind: FaultKind<unknown>, given: Readonly<Record<string, unknown>>): unknown {
  const parsed = parseOptions(kind, given);
  if (parsed.kind === 'refused') throw new Error(parsed.problems.join(' '));
  return parsed.options;
}

export const problemsOf = (name: string, given: Readonly<Record<string, unknown>>): readonly string[] => {
  const parsed = parseOptions(faultKindOf(name) as FaultKind<unknown>, given);
  return parsed.kind === 'refused' ? parsed.problems : [];
};

/** What is looked at of the answer that a plan makes. */
export interface MadeAnswer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

export function answerOf(plan: FaultPlan): MadeAnswer {
  if (plan.do !== 'answer' && plan.do !== 'replace') throw new Error(`the plan is ${JSON.stringify(plan)}`);
  const { answer } = plan;
  return {
    status: answer.status,
    text: Buffer.from(answer.body ?? []).toString(),
    header: (name) => headerOf(answer, name),
  };
}
