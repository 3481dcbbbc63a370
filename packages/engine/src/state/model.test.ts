import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEngine, type Engine } from '../engine.ts';
import { loadDocument } from '../load/load-document.ts';
import type { ApiDocument, Operation } from '../operation.ts';
import { schemaOf } from '../respond/body-source.ts';
import { isObject, type JsonObject } from '../schema/json-schema.ts';
import { loadSampler, type Sampler } from '../schema/sample.ts';
import { createSchemas, type Schemas } from '../schema/schemas.ts';
import { type AnswerJudge, judgeOf } from '../testing/answer-judge.ts';
import { type Seen, send } from '../testing/engine-of.ts';

/**
 * State against a plain map: whatever is created, changed, deleted, read and listed in two sandboxes, in whatever order,
 * the double answers as two maps would. Answers are judged by an ajv of their own.
 */

const PLATFORM = 'contracts/platform/openapi.yaml';
const CORPUS = '../shared/specs';

interface Subject {
  readonly file: string;
  readonly item: string;
  /** Values of the parameters before the last. */
  readonly parents?: Readonly<Record<string, string>>;
  /** Items in any other state are neither changed nor deleted. */
  readonly only?: JsonObject;
}

const SUBJECTS: readonly Subject[] = [
  { file: PLATFORM, item: '/intakes/{id}', only: { status: 'draft' } },
  { file: PLATFORM, item: '/webhook-subscriptions/{id}' },
  { file: `${CORPUS}/museum/openapi.yaml`, item: '/special-events/{eventId}' },
  { file: `${CORPUS}/realworld/openapi.yml`, item: '/articles/{slug}' },
  { file: `${CORPUS}/swagger-petstore/openapi.yaml`, item: '/store/order/{orderId}' },
  { file: `${CORPUS}/box/openapi.json`, item: '/groups/{group_id}' },
  { file: `${CORPUS}/box/openapi.json`, item: '/webhooks/{webhook_id}' },
  { file: `${CORPUS}/discord/openapi.json`, item: '/guilds/{guild_id}/roles/{role_id}', parents: { guild_id: '1183' } },
  {
    file: `${CORPUS}/discord/openapi.json`,
    item: '/guilds/{guild_id}/emojis/{emoji_id}',
    parents: { guild_id: '1183' },
  },
];

const RUNS = Math.max(1, Math.ceil((1000 * Number(process.env.STUNT_TEST_SCALE ?? 0.05)) / SUBJECTS.length));
const SANDBOXES = ['left', 'right'];

/** What one sandbox must be like. */
interface Model {
  readonly written: Map<string, JsonObject>;
  readonly deleted: Set<string>;
}
type Models = Readonly<Record<string, Model>>;

interface Bench {
  readonly engine: Engine;
  readonly judge: AnswerJudge;
  readonly subject: Subject;
  readonly operations: Readonly<Record<'create' | 'list' | 'read' | 'update' | 'remove', Operation | undefined>>;
  readonly idField: string;
  readonly list: { readonly property: string | undefined; readonly parameter: string | undefined };
  /** Ids that the document shows. */
  readonly shown: readonly string[];
  readonly shownItems: ReadonlyMap<string, unknown>;
  body(operation: Operation, seed: number): { readonly type: string; readonly value: unknown } | undefined;
}

describe.each(SUBJECTS)('the state of $item in $file', (subject) => {
  const isThere = existsSync(subject.file);
  const run = isThere ? it : it.skip;
  let document: ApiDocument;
  let sampler: Sampler;
  beforeAll(async () => {
    if (isThere) document = await loadDocument(subject.file);
    sampler = await loadSampler();
  });

  run(
    `is what a map says, in ${RUNS} runs (skipped where the corpus is not there)`,
    async () => {
      const judge = judgeOf(document);
      const requestSchemas = createSchemas(document.root, document.dialect, 'request');
      await fc.assert(
        fc.asyncProperty(fc.commands(commandsOf(), { maxCommands: 24 }), async (commands) => {
          const bench = await benchOf(document, subject, judge, requestSchemas, sampler);
          const models = Object.fromEntries(
            SANDBOXES.map((name) => [name, { written: new Map(), deleted: new Set<string>() }]),
          );
          await fc.asyncModelRun(() => ({ model: models, real: bench }), commands);
        }),
        { numRuns: RUNS, seed: 7 },
      );
    },
    600_000,
  );
});

async function benchOf(
  document: ApiDocument,
  subject: Subject,
  judge: AnswerJudge,
  requestSchemas: Schemas,
  sampler: Sampler,
): Promise<Bench> {
  const engine = createEngine({ documents: [document], auth: 'off', sandboxes: SANDBOXES });
  const state = engine.mounts[0]?.state;
  const resource = state?.resource(subject.item);
  if (state === undefined || resource === undefined) throw new Error(`${subject.item} is no resource`);
  const facts = state.facts(resource);
  const { create, list, read, replace, patch, remove } = resource.operations;
  const bench = {
    engine,
    judge,
    subject,
    operations: { create, list, read, update: patch ?? replace, remove },
    idField: facts.idField ?? '',
    list: { property: facts.list?.property, parameter: facts.list?.pagination.parameter },
    shown: [] as string[],
    shownItems: new Map<string, unknown>(),
    body(operation: Operation, seed: number) {
      const content = operation.model().request?.body?.contents?.find(({ mediaType }) => /json/.test(mediaType));
      const schema = content && schemaOf(content, requestSchemas);
      const sampled = schema && sampler(requestSchemas, schema, { seed });
      return content && sampled && 'value' in sampled ? { type: content.mediaType, value: sampled.value } : undefined;
    },
  };
  if (list)
    for (const item of itemsIn(bench, (await ask(bench, list, 'left', undefined)).json)) {
      bench.shown.push(idOf(bench, item));
      bench.shownItems.set(idOf(bench, item), item);
    }
  return bench;
}

const idOf = ({ idField }: Pick<Bench, 'idField'>, item: unknown): string => String(Object(item)[idField]);

function itemsIn({ list }: Pick<Bench, 'list'>, json: unknown): unknown[] {
  const found: unknown = list.property === undefined ? json : Object(json)[list.property];
  return Array.isArray(found) ? found : [];
}

/** The item, or what is in the one member around it: `{ article: { … } }`. */
function itemIn(json: unknown): JsonObject | undefined {
  if (!isObject(json)) return undefined;
  const [only, ...others] = Object.values(json);
  return others.length === 0 && isObject(only) ? only : json;
}

function pathOf({ subject }: Bench, operation: Operation, id: string | undefined): string {
  return operation.template.replaceAll(
    /\{([^{}]+)\}/g,
    (_, name: string) => subject.parents?.[name] ?? encodeURIComponent(id ?? ''),
  );
}

async function ask(
  bench: Bench,
  operation: Operation,
  sandbox: string,
  id: string | undefined,
  seed?: number,
  query = '',
): Promise<Seen> {
  const body = seed === undefined ? undefined : bench.body(operation, seed);
  const line = `${operation.method} /~${sandbox}${pathOf(bench, operation, id)}${query}`;
  const seen = await send(
    bench.engine,
    line,
    body === undefined ? {} : { 'content-type': body.type },
    body === undefined ? '' : JSON.stringify(body.value),
  );
  const complaints = bench.judge.complaints(operation.method, operation.template, seen.status, seen.json);
  expect([line, seen.status, complaints]).toEqual([line, seen.status, []]);
  return seen;
}

type Act = (models: Models, bench: Bench) => Promise<void>;

class Command implements fc.AsyncCommand<Models, Bench> {
  readonly #name: string;
  readonly #act: Act;
  constructor(name: string, act: Act) {
    this.#name = name;
    this.#act = act;
  }
  check = (): boolean => true;
  run(models: Models, bench: Bench): Promise<void> {
    return this.#act(models, bench);
  }
  toString(): string {
    return this.#name;
  }
}

function commandsOf(): fc.Arbitrary<Command>[] {
  const where = fc.constantFrom(...SANDBOXES);
  const number = fc.nat({ max: 1000 });
  return [
    fc
      .tuple(where, number)
      .map(([sandbox, seed]) => new Command(`create in ${sandbox} by ${seed}`, created(sandbox, seed))),
    fc.tuple(where, number).map(([sandbox, pick]) => new Command(`read ${pick} in ${sandbox}`, readOne(sandbox, pick))),
    fc
      .tuple(where, number, number)
      .map(
        ([sandbox, pick, seed]) => new Command(`update ${pick} in ${sandbox} by ${seed}`, updated(sandbox, pick, seed)),
      ),
    fc
      .tuple(where, number)
      .map(([sandbox, pick]) => new Command(`delete ${pick} in ${sandbox}`, removed(sandbox, pick))),
    fc
      .tuple(where, fc.integer({ min: 1, max: 5 }))
      .map(([sandbox, size]) => new Command(`list ${sandbox} by ${size}`, listed(sandbox, size))),
  ];
}

const modelOf = (models: Models, sandbox: string): Model =>
  models[sandbox] ?? { written: new Map(), deleted: new Set() };

function picked(model: Model, { shown }: Bench, pick: number): string | undefined {
  const known = [...new Set([...shown, ...model.written.keys(), ...model.deleted])];
  return known[pick % Math.max(1, known.length)];
}

/** What becomes of a change: 404 for what is gone, 409 for what is in a state that does not allow it. */
function refusal(model: Model, { subject, shownItems }: Bench, id: string): number | undefined {
  if (model.deleted.has(id)) return 404;
  const item = Object(model.written.get(id) ?? shownItems.get(id));
  return Object.entries(subject.only ?? {}).some(([field, value]) => item[field] !== value) ? 409 : undefined;
}

const created =
  (sandbox: string, seed: number): Act =>
  async (models, bench) => {
    const { create } = bench.operations;
    if (create === undefined) return;
    const seen = await ask(bench, create, sandbox, undefined, seed);
    expect([seen.status, seen.headers['stunt-source']]).toEqual([seen.status < 300 ? seen.status : 201, 'stored']);
    const item = itemIn(seen.json) ?? {};
    expectSent(bench, create, seed, item);
    const model = modelOf(models, sandbox);
    const id = idOf(bench, item);
    // An id that the client chose may be one that was there.
    model.written.set(id, item);
    model.deleted.delete(id);
  };

/** What was sent is told, in the type that the answer has for it. */
function expectSent(bench: Bench, operation: Operation, seed: number, item: JsonObject): void {
  for (const [name, value] of Object.entries(itemIn(bench.body(operation, seed)?.value) ?? {}))
    if (Object.hasOwn(item, name) && typeof value !== 'object' && name !== bench.idField)
      expect([name, String(item[name])]).toEqual([name, String(value)]);
}

const readOne =
  (sandbox: string, pick: number): Act =>
  async (models, bench) => {
    const { read } = bench.operations;
    const model = modelOf(models, sandbox);
    const id = picked(model, bench, pick);
    if (read === undefined || id === undefined) return;
    const seen = await ask(bench, read, sandbox, id);
    expect([id, seen.status]).toEqual([id, model.deleted.has(id) ? 404 : 200]);
    const written = model.written.get(id);
    const item = itemIn(seen.json);
    if (written !== undefined) expect(shared(item, written)).toEqual(shared(written, item));
    if (seen.status === 200 && model.written.size + model.deleted.size > 0) expect(idOf(bench, item)).toBe(id);
  };

const updated =
  (sandbox: string, pick: number, seed: number): Act =>
  async (models, bench) => {
    const { update } = bench.operations;
    const model = modelOf(models, sandbox);
    const id = picked(model, bench, pick);
    if (update === undefined || id === undefined) return;
    const seen = await ask(bench, update, sandbox, id, seed);
    expect([id, seen.status]).toEqual([id, refusal(model, bench, id) ?? 200]);
    const item = itemIn(seen.json);
    if (seen.status !== 200 || item === undefined) return;
    const before = model.written.get(id);
    expectSent(bench, update, seed, item);
    if (before !== undefined) expect(idOf(bench, item)).toBe(id);
    model.written.set(id, item);
  };

const removed =
  (sandbox: string, pick: number): Act =>
  async (models, bench) => {
    const { remove } = bench.operations;
    const model = modelOf(models, sandbox);
    const id = picked(model, bench, pick);
    if (remove === undefined || id === undefined) return;
    const seen = await ask(bench, remove, sandbox, id);
    const refused = refusal(model, bench, id);
    expect([id, seen.status < 300 ? 'gone' : seen.status]).toEqual([id, refused ?? 'gone']);
    if (refused !== undefined) return;
    model.written.delete(id);
    model.deleted.add(id);
  };

const listed =
  (sandbox: string, size: number): Act =>
  async (models, bench) => {
    const { list } = bench.operations;
    const model = modelOf(models, sandbox);
    if (list === undefined || model.written.size + model.deleted.size === 0) return;
    const items = await allPages(bench, list, sandbox, size);
    const expected = [...new Set([...bench.shown, ...model.written.keys()])].filter((id) => !model.deleted.has(id));
    expect(items.map((item) => idOf(bench, item)).sort()).toEqual(expected.sort());
    for (const item of items) {
      const written = model.written.get(idOf(bench, item));
      if (written !== undefined) expect(shared(item, written)).toEqual(shared(written, item));
    }
  };

/** Follows the document's own way to the next page. */
async function allPages(bench: Bench, list: Operation, sandbox: string, size: number): Promise<unknown[]> {
  const facts = bench.engine.mounts[0]?.state;
  const resource = facts?.resource(bench.subject.item);
  const pagination = resource && facts?.facts(resource).list?.pagination;
  const limit = pagination?.limit === undefined ? '' : `${pagination.limit.parameter}=${size}`;
  const items: unknown[] = [];
  let turn = '';
  for (let page = 0; page < 60; page++) {
    const seen = await ask(bench, list, sandbox, undefined, undefined, `?${[limit, turn].filter(Boolean).join('&')}`);
    const found = itemsIn(bench, seen.json);
    if (limit !== '') expect(found.length).toBeLessThanOrEqual(size);
    items.push(...found);
    const next = pagination?.members
      .find(({ tells }) => tells === 'next')
      ?.path.reduce<unknown>((value, name) => Object(value)[name], seen.json);
    const { style, parameter } = pagination ?? { style: 'none' };
    if (style === 'none' || found.length === 0) return items;
    if (style === 'cursor' && typeof next !== 'string') return items;
    if (style === 'cursor' && next === '') return items;
    turn = `${parameter}=${style === 'cursor' ? encodeURIComponent(String(next)) : style === 'offset' ? items.length : page + 2}`;
  }
  throw new Error('the list does not end');
}

/** The members of the first that the second has as well. */
function shared(one: unknown, other: unknown): unknown {
  if (!isObject(one) || !isObject(other)) return one;
  return Object.fromEntries(Object.entries(one).filter(([name]) => Object.hasOwn(other, name)));
}
