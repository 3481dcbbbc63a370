import { type Random, seededRandom } from '../chance/random.ts';
import type { Engine } from '../engine.ts';
import { statsOf } from '../metrics/stats.ts';
import type { GivenLimits } from '../options.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { manualClock } from '../time/clock.ts';
import { engineOf, type Seen, send } from './engine-of.ts';
import { NOTES } from './isolation-document.ts';
import {
  forgetUnstored,
  isFaulted,
  isLimited,
  type Note,
  type SandboxModel,
  STEP,
  sandboxModel,
} from './isolation-model.ts';

/** Asks many sandboxes at once, each with its own faults, limits, clock and notes, and holds each answer against what a model of that sandbox alone says. Never looks into the engine to know what is right. */
export interface HammerOptions {
  readonly requests: number;
  readonly sandboxes: number;
  readonly seed: number;
  readonly store?: Store;
  /** What is wrong with the engine on purpose. */
  readonly sabotage?: (engine: Engine) => Engine;
}

export interface Hammered {
  /** The first of what differed from the models; empty where nobody saw anything of another. */
  readonly leaks: readonly string[];
  readonly asked: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Most requests that still waited when the next ones were sent. */
  readonly mostInFlight: number;
}

const START = Date.parse('2026-05-01T10:00:00.000Z');
const MOST_LEAKS = 20;
const NAMES = /s-\d{3}-x/g;

/** What outlives a restart of the engine. */
interface World {
  readonly models: readonly SandboxModel[];
  readonly random: Random;
  readonly clock: ReturnType<typeof manualClock>;
  readonly store: Store;
  readonly leaks: string[];
  readonly counts: Record<string, number>;
  mostInFlight: number;
}

/** Half of the requests go to one engine, the other half to another that begins with what the store has of the first. */
export async function hammer(options: HammerOptions): Promise<Hammered> {
  const models = Array.from({ length: options.sandboxes }, (_, index) => sandboxModel(index));
  const store = options.store ?? memoryStore();
  const random = seededRandom(options.seed);
  const world: World = { models, random, clock: manualClock(START), store, leaks: [], counts: {}, mostInFlight: 0 };
  const half = Math.floor(options.requests / 2);
  for (const requests of [half, options.requests - half]) await hammerOne(world, requests, options.sabotage);
  const { counts, leaks, mostInFlight } = world;
  const asked = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { leaks: leaks.slice(0, MOST_LEAKS), asked, statuses: counts, mostInFlight };
}

async function hammerOne(world: World, requests: number, sabotage: HammerOptions['sabotage']): Promise<void> {
  const { models, clock, store, leaks, counts } = world;
  const made = await engineOf(NOTES, {
    ...{ clock, store, auth: 'enforce', stateBase: 'empty', sandboxes: models.map(({ name }) => name) },
    faults: models.flatMap(faultsOf),
    sandboxLimits: Object.fromEntries(models.map(limitsOf)),
  });
  for (const model of models) {
    made.clocks.setOffset(model.name, model.offset);
    forgetUnstored(model);
  }
  const engine = sabotage?.(made) ?? made;
  const waiting = new Set<string>();
  for (let left = requests; left > 0 && leaks.length < MOST_LEAKS; await moved(clock)) {
    // What is asked now comes on top of these.
    world.mostInFlight = Math.max(world.mostInFlight, waiting.size);
    left -= askAll(engine, world, waiting, left);
  }
  while (waiting.size > 0) await moved(clock);
  for (const model of models) {
    leaks.push(...(await recordsOf(made, model)));
    for (const status of model.statuses) counts[status] = (counts[status] ?? 0) + 1;
  }
}

/** One request to each sandbox that does not wait for one, in a new order; returns how many. */
function askAll(engine: Engine, world: World, waiting: Set<string>, most: number): number {
  const { models, random, clock, leaks } = world;
  const idle = shuffled(models, random).filter(({ name }) => !waiting.has(name));
  for (const model of idle.slice(0, most)) {
    if (random.next() < 0.02) {
      model.offset += 3000;
      engine.clocks.advance(model.name, 3000);
    }
    const isForeign = random.next() < 0.05;
    const others = models.filter((each) => each !== model);
    const { name: owner } = (isForeign && picked(others, random)) || model;
    const key = engine.registry.get(owner)?.credentials.apiKey ?? '';
    const now = clock.now() + model.offset + model.latency;
    const call = callOf(model, models, random);
    waiting.add(model.name);
    void ask(engine, model, call, { key, isForeign, now }).then((found) => {
      waiting.delete(model.name);
      leaks.push(...found.map((each) => `${model.name} ${call.line}: ${each}`));
    });
  }
  return Math.min(idle.length, most);
}

/** What is due is answered before and after. */
async function moved(clock: World['clock']): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(STEP);
  await new Promise((resolve) => setImmediate(resolve));
}

function faultsOf({ name, fault: { operation, code, times }, latency }: SandboxModel) {
  const status = { code, body: `fault of ${name}` };
  const late = { sandbox: name, kind: 'latency', options: { fixed: `${latency}ms` } };
  return [
    ...(latency > 0 ? [late] : []),
    { sandbox: name, kind: 'status', options: status, where: { operation }, when: { times } },
  ];
}

const limitsOf = ({ name, limit }: SandboxModel): [string, GivenLimits] => [
  name,
  { '*': { limit: limit.most, window: '10s', algorithm: 'fixed-window' } },
];

interface Call {
  readonly operation: string;
  readonly line: string;
  readonly id: string;
  readonly text: string;
  readonly page: number;
}

const METHODS: Readonly<Record<string, string>> = {
  getNote: 'GET',
  putNote: 'PUT',
  patchNote: 'PATCH',
  deleteNote: 'DELETE',
};
const PAGE = 5;

function callOf(model: SandboxModel, models: readonly SandboxModel[], random: Random): Call {
  const operations = ['createNote', 'createNote', 'listNotes', ...Object.keys(METHODS)];
  const operation = picked(operations, random) ?? '';
  // Ids of others are tried, too: there they are something, here nothing, or something else.
  const owner = random.next() < 0.2 ? picked(models, random) : model;
  const id = picked([...(owner?.notes.keys() ?? [])], random) ?? 'n_none0000';
  const page = 1 + Math.floor(random.next() * (1 + model.notes.size / PAGE));
  const target = METHODS[operation] === undefined ? '/notes' : `/notes/${id}`;
  const query = operation === 'listNotes' ? `?page=${page}&limit=${PAGE}` : '';
  const method = METHODS[operation] ?? (operation === 'createNote' ? 'POST' : 'GET');
  const line = `${method} /~${model.name}${target}${query}`;
  return { operation, line, id, text: `note ${Math.floor(random.next() * 1e9)} of ${model.name}`, page };
}

interface Asking {
  readonly key: string;
  readonly isForeign: boolean;
  /** Of the sandbox's clock, once its latency is over. */
  readonly now: number;
}

/** What is wrong with the answer. */
async function ask(engine: Engine, model: SandboxModel, call: Call, asking: Asking): Promise<string[]> {
  const { operation, line, text } = call;
  const hasBody = /^(POST|PUT|PATCH)/.test(line);
  const headers = { 'x-api-key': asking.key, ...(hasBody && { 'content-type': 'application/json' }) };
  const seen = await send(engine, line, headers, hasBody ? JSON.stringify({ text }) : '');
  model.statuses.push(seen.status);
  const strangers = `${seen.text} ${JSON.stringify(seen.headers)}`.match(NAMES)?.filter((name) => name !== model.name);
  const found = strangers?.length ? [`shows ${strangers.join(', ')}`] : [];
  const differs = (what: string, got: unknown, wanted: unknown): void => {
    if (JSON.stringify(got) !== JSON.stringify(wanted))
      found.push(`${what} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
  };
  if (isFaulted(model, operation)) {
    differs('fault', [seen.status, seen.text], [model.fault.code, `fault of ${model.name}`]);
    return found;
  }
  const refused = asking.isForeign ? 401 : isLimited(model, asking.now) ? 429 : undefined;
  if (refused !== undefined) differs('status', seen.status, refused);
  else {
    const [status, json] = modelled(model, call, new Date(asking.now).toISOString(), seen);
    differs('answer', [seen.status, status === 404 ? undefined : seen.json], [status, json]);
  }
  return found;
}

/** What the sandbox alone would answer; does it in the model. The id of a new note is the engine's to choose. */
function modelled({ notes }: SandboxModel, call: Call, now: string, seen: Seen): [status: number, json?: unknown] {
  const { operation, text, page } = call;
  if (operation === 'listNotes') return [200, [...notes.values()].slice((page - 1) * PAGE, page * PAGE)];
  if (operation === 'createNote') {
    const id = String(Object(seen.json).id);
    const note: Note = { id, text, createdAt: now, updatedAt: now };
    if (notes.has(id)) return [201, `a new id, which ${id} is not`];
    notes.set(id, note);
    return [201, note];
  }
  const note = notes.get(call.id);
  if (note === undefined) return [404];
  if (operation === 'getNote') return [200, note];
  if (operation === 'deleteNote') {
    notes.delete(call.id);
    return [204];
  }
  const changed = { ...note, text, updatedAt: now };
  notes.set(call.id, changed);
  return [200, changed];
}

/** What journal and metrics say of the sandbox against what was asked of it. */
async function recordsOf(engine: Engine, { name, statuses }: SandboxModel): Promise<string[]> {
  const entries = engine.journal.entries(name);
  const { sandboxes } = await statsOf(engine.metrics, engine.registry, name);
  const requests = sandboxes[0]?.requests;
  const isOwn = entries.every(({ sandbox }) => sandbox === name);
  const noted = entries.map(({ status }) => status).join();
  return [
    ...(isOwn && (entries.length > 0 || statuses.length === 0) ? [] : [`${name}: the journal is not its own`]),
    ...(noted === statuses.slice(statuses.length - entries.length).join() ? [] : [`${name}: the journal has ${noted}`]),
    ...(requests === statuses.length ? [] : [`${name}: metrics count ${requests} of ${statuses.length}`]),
  ];
}

const picked = <T>(from: readonly T[], random: Random): T | undefined => from[Math.floor(random.next() * from.length)];

function shuffled<T>(all: readonly T[], random: Random): T[] {
  const drawn = all.map((each): [number, T] => [random.next(), each]);
  return drawn.sort(([one], [other]) => one - other).map(([, each]) => each);
}
