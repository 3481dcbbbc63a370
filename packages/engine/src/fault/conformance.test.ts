import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ListenerFault } from '../delivery.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { Answer } from '../exchange.ts';
import { handle } from '../handle.ts';
import { loadDocument } from '../load/load-document.ts';
import { isObject } from '../schema/json-schema.ts';
import { loadSampler } from '../schema/sample.ts';
import { engineOf, send } from '../testing/engine-of.ts';
import { contextOf, healthyAnswer, operationView, optionsOf } from '../testing/fault-context.ts';
import { faultExamples } from '../testing/fault-examples.ts';
import { manualClock } from '../time/clock.ts';
import { faultKindOf, faultKinds } from './catalogue.ts';
import type { FaultKind, FaultPlan, Layer } from './fault-kind.ts';
import { optionSchema } from './option-schema.ts';
import type { OptionSpec } from './option-spec.ts';
import { parseOptions, specsOf } from './parse-options.ts';

/** What every kind of fault promises, whoever wrote it. */

type Given = Readonly<Record<string, unknown>>;

const names = faultKinds.map(({ kind }) => kind);
const examples = names.flatMap((name) => (faultExamples[name] ?? []).map((given) => ({ name, given })));
const kindOf = (name: string): FaultKind<unknown> => {
  const kind = faultKindOf(name);
  if (kind === undefined) throw new Error(`there is no kind ${name}`);
  return kind;
};
const layerOf = (name: string, given: Given): Layer => kindOf(name).layerOf(optionsOf(kindOf(name), given));

describe('each kind of fault', () => {
  it('has a name of its own, and an example', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(names.filter((name) => (faultExamples[name] ?? []).length === 0)).toEqual([]);
  });

  it.each(names)('needs no option: %s', (name) =>
    expect(parseOptions(kindOf(name), {})).toMatchObject({ kind: 'parsed' }),
  );

  it.each(names)('says what the client sees, and what each option is for: %s', (name) => {
    const { summary, options } = kindOf(name);
    expect([summary, ...descriptionsIn(specsOf({ options }))].filter((text) => text.length < 3)).toEqual([]);
  });

  it.each(names)('refuses an option that it does not have, and names the nearest: %s', (name) => {
    const own = Object.keys(specsOf(kindOf(name)));
    expect(problemsOf(name, { nonsense: 1 })).toHaveLength(1);
    for (const option of own) expect(problemsOf(name, { [`${option}x`]: 1 })[0]).toContain(`Did you mean ${option}?`);
  });

  it.each(names)('refuses what is out of range, and says what is allowed: %s', (name) => {
    for (const [option, spec] of Object.entries(specsOf(kindOf(name))))
      for (const bad of valuesOutside(spec)) {
        const [problem = ''] = problemsOf(name, { [option]: bad });
        expect(problem).toMatch(new RegExp(`^${option} was .+; allowed: .+\\.$`, 's'));
      }
  });
});

describe('each example of a fault', () => {
  it.each(examples)('follows the schema of its options: $name $given', ({ name, given }) => {
    const validate = new Ajv2020().compile(optionSchema(kindOf(name)));
    expect([validate(given), validate.errors]).toEqual([true, null]);
  });

  it.each(examples)('gives the same plan for the same seed, in plain data: $name $given', ({ name, given }) => {
    const plan = planned(name, given, 7);
    expect(planned(name, given, 7)).toEqual(plan);
    expect(structuredClone(plan)).toEqual(plan);
  });

  it.each(examples)('plans only what its layer can do: $name $given', ({ name, given }) => {
    const layer = layerOf(name, given);
    const plan = planned(name, given, 7);
    expect(DOES[layer]).toContain(plan.do);
    if (layer === 'response' && plan.do === 'deliver') expect(plan.at).toBe('after');
  });

  it.each(examples.filter(answers))('says the right length of what it answers: $name $given', ({ name, given }) => {
    const plan = planned(name, given, 7);
    if (plan.do !== 'answer' && plan.do !== 'replace') throw new Error(`a plan to ${plan.do}`);
    const { headers, body, source } = plan.answer;
    const field = (wanted: string): string | undefined => headers[headers.indexOf(wanted) + 1];
    expect(field('Content-Length')).toBe(String(body?.length ?? 0));
    expect([source, field('Stunt-Source')]).toEqual(['fault', 'fault']);
  });
});

const DOES: Readonly<Record<Layer, readonly FaultPlan['do'][]>> = {
  listener: ['listen'],
  edge: ['delay', 'hold', 'answer', 'deliver'],
  admit: ['answer'],
  state: ['lose', 'stale'],
  response: ['deliver', 'replace'],
  webhook: ['disturb'],
};

const document = `
openapi: 3.1.0
info: { title: Orders, version: '1' }
security: [{ token: [] }]
paths:
  /orders:
    get:
      operationId: listOrders
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      responses:
        '200':
          description: ok
          headers: { Link: { schema: { type: string } } }
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Orders' }
              example: { items: [{ id: 1, name: first }, { id: 2, name: second }] }
        '503': { description: down, content: { application/json: { example: { message: closed } } } }
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
  schemas:
    Orders:
      type: object
      required: [items]
      properties:
        items:
          type: array
          items: { type: object, required: [id], properties: { id: { type: integer }, name: { type: string } } }
`;

describe('each fault in the engine', () => {
  let engine: Engine;
  beforeAll(async () => {
    // Loads the generators, so that no answer waits for them.
    await loadSampler();
    engine = await engineOf(document, {
      clock: manualClock(),
      sandboxes: ['acme'],
      auth: 'presence',
      seed: 'conformance',
    });
    healthy = withoutId(await ask('/orders'));
    await ask('/~acme/orders');
  });
  let healthy: Answer;

  const ask = (target: string): Answer | Promise<Answer> =>
    handle(engine, {
      method: 'GET',
      target,
      headers: { host: 'localhost', authorization: 'Bearer t' },
      body: new Uint8Array(),
    });
  const onRequests = examples.filter(
    ({ name, given }) => !['listener', 'webhook', 'state'].includes(layerOf(name, given)),
  );
  const onListeners = examples.filter(({ name, given }) => layerOf(name, given) === 'listener');

  it.each(onRequests)('names itself in the journal: $name $given', async ({ name, given }) => {
    const rule = engine.faults.put('acme', { kind: name, options: given, ttl: '1h' });
    const answer = Promise.resolve(ask('/~acme/orders'));
    await turns();
    engine.faults.clear('acme');
    await answer;
    expect(engine.journal.entries().at(-1)?.faults).toEqual([expect.stringMatching(`^${rule.id} ${name} fired`)]);
  });

  it.each(onRequests)('leaves other sandboxes alone: $name $given', async ({ name, given }) => {
    engine.faults.put('acme', { kind: name, options: given });
    expect(withoutId(await ask('/orders'))).toEqual(healthy);
    expect(engine.journal.entries().at(-1)?.faults).toEqual([]);
    engine.faults.clear('acme');
  });

  it.each(onRequests)('lets go at once when it is cleared: $name $given', async ({ name, given }) => {
    engine.faults.put('acme', { kind: name, options: given });
    const held = Promise.resolve(ask('/~acme/orders'));
    await turns();
    engine.faults.clear('acme');
    const answer = await held;
    expect(answer.delivery?.signal.aborted ?? true).toBe(true);
    expect(withoutId(await ask('/~acme/orders'))).toEqual(healthy);
  });

  it.each(onListeners)('is asked of the listener, and taken back: $name $given', ({ name, given }) => {
    let asked: readonly ListenerFault[] = [];
    engine.faults.onListener((faults) => {
      asked = faults;
    });
    expect(() => engine.faults.put('acme', { kind: name, options: given })).toThrow(/whole port/);
    engine.faults.put('*', { kind: name, options: given });
    expect(asked).toEqual([expect.objectContaining({ kind: name })]);
    engine.faults.clear('*');
    expect(asked).toEqual([]);
  });
});

describe('each fault of the state', () => {
  it.each(examples.filter(({ name, given }) => layerOf(name, given) === 'state'))(
    'names itself where state is used, in its sandbox, until it is cleared: $name $given',
    async ({ name, given }) => {
      const documents = [await loadDocument('contracts/platform/openapi.yaml')];
      const engine = createEngine({ documents, sandboxes: ['acme'], auth: 'presence', clock: manualClock() });
      const body = '{"recipientId":"prt_01HV3PBHEG79FAMF","category":"other","subject":"A case"}';
      const headers = { 'x-api-key': 'key_12345678', 'content-type': 'application/json' };
      const noted = async (line: string): Promise<readonly string[] | undefined> => {
        await send(engine, line, headers, line.startsWith('POST') ? body : undefined);
        return engine.journal.entries().at(-1)?.faults;
      };
      const lines = ['/~acme', ''].map(async (root) => {
        const { json } = await send(engine, `POST ${root}/intakes`, headers, body);
        const id = isObject(json) ? String(json.id) : '';
        await send(engine, `POST ${root}/intakes/${id}/submit`, headers);
        return name === 'stale' ? `GET ${root}/intakes/${id}` : `POST ${root}/intakes`;
      });
      const [inside = '', outside = ''] = await Promise.all(lines);
      const rule = engine.faults.put('acme', { kind: name, options: given });
      expect(await noted(inside)).toEqual([expect.stringMatching(`^${rule.id} ${name} fired`)]);
      expect(await noted(outside)).toEqual([]);
      engine.faults.clear('acme');
      expect(await noted(inside)).toEqual([]);
    },
  );
});

describe('each fault of deliveries', () => {
  it.each(examples.filter(({ name, given }) => layerOf(name, given) === 'webhook'))(
    'disturbs those of its sandbox until it is cleared, and no request: $name $given',
    async ({ name, given }) => {
      const engine = await engineOf(document, {
        clock: manualClock(),
        sandboxes: ['acme'],
        auth: 'presence',
        seed: 'conformance',
      });
      const rule = engine.faults.put('acme', { kind: name, options: given });
      expect(engine.faults.disturb('default', 'note.created')).toEqual([]);
      expect(engine.faults.disturb('acme', 'note.created')).toEqual([expect.objectContaining({ rule: rule.id })]);
      expect(rule.counts).toEqual({ matched: 1, fired: 1 });
      const answer = await handle(engine, {
        method: 'GET',
        target: '/~acme/orders',
        headers: { host: 'localhost', authorization: 'Bearer t' },
        body: new Uint8Array(),
      });
      expect([answer.status, rule.counts.matched]).toEqual([200, 1]);
      engine.faults.clear('acme');
      expect(engine.faults.disturb('acme', 'note.created')).toEqual([]);
    },
  );
});

const problemsOf = (name: string, given: Given): readonly string[] => {
  const parsed = parseOptions(kindOf(name), given);
  return parsed.kind === 'refused' ? parsed.problems : [];
};

function answers({ name, given }: { readonly name: string; readonly given: Given }): boolean {
  const { do: what } = planned(name, given, 7);
  return what === 'answer' || what === 'replace';
}

function planned(name: string, given: Given, seed: number): FaultPlan {
  const kind = kindOf(name);
  const answer = healthyAnswer('{"items":[{"id":1,"name":"first"}]}');
  const items = { type: 'array', items: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } } };
  const schema = { type: 'object', required: ['items'], properties: { items } };
  const operation = operationView(schema, { 503: { message: 'closed' } });
  const isResponse = layerOf(name, given) === 'response';
  const method = layerOf(name, given) === 'state' && name !== 'stale' ? 'POST' : 'GET';
  const parts = { seed, operation, method, answer: isResponse ? answer : undefined };
  return kind.plan(optionsOf(kind, given), contextOf(parts));
}

const descriptionsIn = (specs: Readonly<Record<string, OptionSpec>>): string[] =>
  Object.values(specs).flatMap(({ description, fields = {} }) => [description, ...descriptionsIn(fields)]);

function valuesOutside({ type, min, max }: OptionSpec): unknown[] {
  const beyond = [...(min === undefined ? [] : [min - 1]), ...(max === undefined ? [] : [max + 1])];
  switch (type) {
    case 'duration':
      return [5, 'soon', '8d'];
    case 'integer':
      return [...beyond, 1.5, 'many'];
    case 'number':
      return [...beyond, 'many'];
    case 'fraction':
      return [-0.1, 1.1, 'half'];
    case 'integers':
      return [...beyond, [], 'a,b'];
    case 'json':
      return [];
    default:
      return [{ no: { such: 'thing' } }, [['x']]].slice(type === 'object' ? 1 : 0);
  }
}

/** Lets everything run that does not wait for a clock. */
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const withoutId = (answer: Answer): Answer => ({
  ...answer,
  headers: answer.headers.filter((_, at) => answer.headers[at - (at % 2)] !== 'Stunt-Request-Id'),
});
