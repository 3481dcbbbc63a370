import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HandlerBook, Handlers } from '../../handler.ts';
import { engineOf, send } from '../../testing/engine-of.ts';
import { loadHandlers } from './load-handlers.ts';

const ITEM = `{ $ref: '#/components/schemas/Order' }`;
const DOCUMENT = `
openapi: 3.1.0
info: { title: Orders, version: '1' }
paths:
  /orders:
    get:
      operationId: listOrders
      responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: ${ITEM} }, example: [{ id: x, total: 1 }] } } } }
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: ${ITEM} } } } }
  /orders/{id}/quote:
    post:
      operationId: quote
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }, { name: factor, in: query, schema: { type: integer } }]
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '200': { description: one, content: { application/json: { schema: ${ITEM} } } } }
components:
  schemas:
    Order: { type: object, required: [id, total], properties: { id: { type: string }, total: { type: integer } } }
`;
const JSON_TYPE = { 'content-type': 'application/json' };

const bookOf = (handlers: Handlers): HandlerBook => ({
  names: Object.keys(handlers),
  of: (name) => (handlers[name] ? { file: 'orders.ts', handler: handlers[name] } : undefined),
  close: () => {},
});

describe('handlers', () => {
  it('answer with parameters, body, state and time, and what they put is read back', async () => {
    const handlers = bookOf({
      quote({ params, query, body, state, clock, respond }) {
        const order = { id: String(params.id), total: Number(query.factor) * 2 };
        state.put(`/orders/${order.id}`, order, ['order.quoted']);
        return respond(200, state.get(`/orders/${order.id}`), { 'X-At': `${clock.now()} ${JSON.stringify(body)}` });
      },
    });
    const clock = { now: () => 5, sleep: async () => {} };
    const engine = await engineOf(DOCUMENT, { handlers, clock });
    const told: unknown[] = [];
    engine.changes.watch(({ operation, id, emit }) => void told.push([operation, id, emit]));
    const quoted = await send(engine, 'POST /orders/7/quote?factor=21', JSON_TYPE, '{"a":1}');
    expect(quoted).toMatchObject({ status: 200, json: { id: '7', total: 42 }, headers: { 'x-at': '5 {"a":1}' } });
    expect((await send(engine, 'GET /orders/7')).json).toEqual({ id: '7', total: 42 });
    expect(told).toEqual([['quote', '7', ['order.quoted']]]);
  });

  it('see lists as they are, and delete', async () => {
    const handlers = bookOf({
      quote({ state, respond }) {
        state.put('/orders/y', { id: 'y', total: 2 });
        const before = state.list('/orders').length;
        state.delete('/orders/x');
        return respond(200, { id: String(before), total: state.list('/orders').length });
      },
    });
    const engine = await engineOf(DOCUMENT, { handlers });
    expect((await send(engine, 'POST /orders/7/quote', JSON_TYPE, '{}')).json).toEqual({ id: '2', total: 1 });
    expect((await send(engine, 'GET /orders/x')).status).toBe(404);
  });

  it('that give nothing leave the answer to the double', async () => {
    const engine = await engineOf(DOCUMENT, { handlers: bookOf({ getOrder: () => undefined }) });
    const plain = await engineOf(DOCUMENT);
    expect((await send(engine, 'GET /orders/7')).text).toBe((await send(plain, 'GET /orders/7')).text);
  });

  it.each<[Handlers[string], string]>([
    [
      () => {
        throw new Error('secret of ada@example.test');
      },
      'it has thrown an error: the log says where',
    ],
    [() => ({ status: 200, body: { id: 7 } }), 'its body does not fit the schema of 200'],
    [() => ({ status: 99 }), 'status is 99; allowed: 200 to 599'],
    [
      ({ state }) => {
        state.put('/orders/7', { id: '7' });
        return undefined;
      },
      "does not fit: it must have required property 'total'",
    ],
    [
      ({ state }) => {
        state.get('/nowhere/7');
        return undefined;
      },
      'is no item that the document has',
    ],
  ])('that fail are a problem with file and operation, without what was thrown (%#)', async (handler, reason) => {
    const lines: string[] = [];
    const engine = await engineOf(DOCUMENT, {
      handlers: bookOf({ getOrder: handler }),
      onLog: (line) => void lines.push(line),
    });
    const failed = await send(engine, 'GET /orders/7');
    expect(failed).toMatchObject({ status: 500, json: { code: 'HANDLER_FAILED' } });
    expect(JSON.stringify(failed.json).replaceAll('\\"', '"')).toContain(
      'The handler of getOrder in orders.ts failed: ',
    );
    expect(failed.text.replaceAll('\\"', '"')).toContain(reason);
    expect(`${failed.text}${lines.join()}`).not.toMatch(/secret|ada@| {4}at /);
    expect(lines.join()).toContain('getOrder in orders.ts failed');
  });

  it('of operations that do not exist are told, with the nearest name', async () => {
    const lines: string[] = [];
    await engineOf(DOCUMENT, {
      handlers: bookOf({ getOrders: () => undefined }),
      onLog: (line) => void lines.push(line),
    });
    expect(lines).toEqual(['handlers: no operation is called getOrders; did you mean getOrder?']);
  });
});

describe('files of handlers', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stunt-handlers-'));
  });
  let child: ChildProcess | undefined;
  afterEach(async () => {
    child?.kill();
    await rm(folder, { recursive: true });
  });
  const write = (text: string) => writeFile(join(folder, 'orders.ts'), text);

  it('are loaded anew when they change, and a broken edit keeps the last good version', async () => {
    await write('export default { getOrder: () => 1 };');
    // A process of its own: jest remembers what it has read of a file.
    const script = `
      const { loadHandlers } = await import(${JSON.stringify(join(import.meta.dirname, 'load-handlers.ts'))});
      const tell = (line) => console.log(line);
      const call = () => book?.of('getOrder')?.handler({});
      const book = await loadHandlers(${JSON.stringify(folder)}, '/', tell, () => tell('now ' + call()));
      tell('now ' + call());
      process.stdin.resume();
      process.stdin.on('end', () => book.close());
    `;
    const started = spawn(process.execPath, ['--conditions=@stuntdouble/source', '--input-type=module', '-e', script]);
    child = started;
    const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
    const until = async (words: string) => {
      for (let next = await lines.next(); !next.done; next = await lines.next()) if (next.value.includes(words)) return;
      throw new Error(`never told: ${words}`);
    };
    await until('now 1');
    await write('export default { getOrder: (): number => 2 };');
    await until('now 2');
    await write('export default { getOrder: (');
    await until('what was loaded before stays');
    await until('now 2');
    await write('export default { getOrder: () => 3 };');
    await until('now 3');
    started.stdin.end();
    await once(started, 'exit');
  }, 30_000);

  it('that fail are told with the line in the file', async () => {
    await write('export default {\n  getOrder() {\n    throw new Error("of ada@example.test");\n  },\n};\n');
    const book = await loadHandlers(folder, '/', () => {});
    const lines: string[] = [];
    const errors: unknown[] = [];
    const onLog = (line: string, error: unknown) => {
      lines.push(line);
      errors.push(error);
    };
    const engine = await engineOf(DOCUMENT, { handlers: book, onLog });
    const failed = await send(engine, 'GET /orders/7');
    book.close();
    expect(failed.text).toContain('failed: it has thrown an error: the log says where');
    expect(lines.join()).toMatch(
      /^handlers: getOrder in orders\.ts failed: Error at orders\.ts:3 < run-handler\.ts:\d+/,
    );
    expect(lines.join()).not.toContain('ada@');
    expect(errors).toEqual([expect.objectContaining({ message: 'of ada@example.test' })]);
  });

  it.each([
    ['export const getOrder = 1;', 'orders.ts has no default export'],
    ['export default { getOrder: 5 };', 'orders.ts: getOrder is a number; allowed: a function'],
    ['export default {', 'orders.ts cannot be loaded'],
  ])('that are wrong from the start stop it: %s', async (text, message) => {
    await write(text);
    const loading = loadHandlers(folder, '/', () => {});
    await expect(loading).rejects.toMatchObject({ code: 'HANDLER_INVALID', message: expect.stringContaining(message) });
  });
});
