import { hashOf, seededRandom } from './chance/random.ts';
import type { Engine } from './engine.ts';
import { StuntError } from './errors.ts';
import { type Answer, type Exchange, newExchange } from './exchange.ts';
import { faultKindOf } from './fault/catalogue.ts';
import { parseOptions } from './fault/parse-options.ts';
import { type Preview, previewFault } from './fault/preview.ts';
import type { Mount } from './mount.ts';
import type { Operation } from './operation.ts';

/** What a fault would make of the answer that an operation gives today. Puts no rule in force and journals nothing. */
export async function previewOf(engine: Engine, sandbox: string, input: unknown): Promise<Preview> {
  const { operation: asked, kind: name, options = {}, seed = '' } = isRecord(input) ? input : {};
  // The same judgement, and the same words, as for a rule.
  engine.faults.judge(sandbox, { kind: name, options, where: { operation: asked } });
  const kind = faultKindOf(String(name));
  const found = operationNamed(engine, String(asked));
  if (kind === undefined || found === undefined) throw new StuntError('FAULT_INVALID', 'There is nothing to preview.');
  const parsed = parseOptions(kind, isRecord(options) ? options : {});
  if (parsed.kind === 'refused') throw new StuntError('FAULT_INVALID', parsed.problems.join(' '));
  const { mount, operation } = found;
  const plan = mount.planOf(operation);
  const view = await plan.view();
  const healthy = await healthyAnswer(mount, operation);
  const plannedFor = kind.plan(parsed.options, {
    exchange: exchangeOf(operation, sandbox, healthy),
    random: seededRandom(hashOf(engine.options.seed, String(seed), operation.id)),
    answer: healthy,
    operation: view,
  });
  return previewFault({ healthy, plan: plannedFor });
}

async function healthyAnswer(mount: Mount, operation: Operation): Promise<Answer> {
  const ask = { accept: undefined, preferences: undefined, params: {}, body: undefined };
  const responded = await mount.planOf(operation).responder.respond(ask);
  if (responded.kind === 'answered') return responded.answer;
  throw new StuntError('FAULT_INVALID', `${operation.id} has no healthy answer to damage (${responded.refusal.code}).`);
}

function operationNamed({ mounts }: Engine, name: string): { mount: Mount; operation: Operation } | undefined {
  for (const mount of mounts)
    for (const operation of mount.document.operations)
      if (operation.id === name || `${operation.method} ${operation.template}` === name) return { mount, operation };
  return undefined;
}

function exchangeOf(operation: Operation, sandbox: string, answer: Answer): Exchange {
  const request = { method: operation.method, target: operation.template, headers: {}, body: new Uint8Array() };
  return Object.assign(newExchange({ serial: 0, id: 'preview', startedAt: 0, sandbox, request }), {
    operation,
    answer,
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
