import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkDocument } from '../check-document.ts';
import { loadDocument } from '../load/load-document.ts';
import type { StateChange } from '../state-change.ts';
import { documentOf } from '../testing/engine-of.ts';
import { createEventMapping, mappedWebhooks } from './event-mapping.ts';

const hook = "{ post: { responses: { '200': { description: ok } } } }";
const operation = (id: string) => `{ operationId: ${id}, responses: { '200': { description: ok } } }`;
const DOCUMENT = `
openapi: 3.1.0
info: { title: orders, version: '1' }
paths:
  /orders: { post: ${operation('createOrder')} }
  /orders/{id}: { get: ${operation('getOrder')}, patch: ${operation('changeOrder')}, delete: ${operation('deleteOrder')} }
  /orders/{id}/cancel: { post: ${operation('cancelOrder')} }
  /orders/{id}/lines: { post: ${operation('addLine')} }
  /orders/{id}/lines/{line}: { get: ${operation('getLine')} }
  /orders/{id}/ship:
    post: { operationId: shipOrder, x-stunt-transition: { resource: '/orders/{id}', emit: [OnTheWay] }, responses: { '200': { description: ok } } }
webhooks: { order.created: ${hook}, order.updated: ${hook}, orderCancelled: ${hook}, newLine: ${hook}, on_the_way: ${hook}, ping: ${hook} }
`;
const names = ['order.created', 'order.updated', 'orderCancelled', 'newLine', 'on_the_way', 'ping'];
const change = (parts: Partial<StateChange>): StateChange => ({
  sandbox: 'default',
  at: 0,
  kind: 'updated',
  resource: '/orders/{id}',
  id: '1',
  operation: 'changeOrder',
  item: {},
  emit: undefined,
  ...parts,
});

describe('the webhook of a test delivery', () => {
  it('is fired by what asks for one', async () => {
    const pinged = DOCUMENT.replace(
      '  /orders/{id}/ship:',
      `  /orders/{id}/pings: { post: ${operation('pingOrder')} }\n  /orders/{id}/ship:`,
    );
    expect(mappedWebhooks(await documentOf(pinged)).find(({ name }) => name === 'ping')?.firedBy).toEqual([
      'pingOrder',
    ]);
    expect(mappedWebhooks(await documentOf(DOCUMENT)).find(({ name }) => name === 'ping')?.firedBy).toEqual([]);
  });
});

describe('the webhooks of a change', () => {
  it('are those that its transition names, else those whose name says it', async () => {
    const { eventsOf } = createEventMapping([await documentOf(DOCUMENT)], names);
    expect(eventsOf(change({ kind: 'created', operation: 'createOrder' }))).toEqual(['order.created']);
    expect(eventsOf(change({}))).toEqual(['order.updated']);
    expect(eventsOf(change({ operation: 'POST /orders/{id}/cancel' }))).toEqual(['orderCancelled']);
    expect(eventsOf(change({ operation: 'shipOrder', emit: ['onTheWay'] }))).toEqual(['on_the_way']);
    expect(eventsOf(change({ operation: 'shipOrder', emit: [] }))).toEqual([]);
    expect(eventsOf(change({ kind: 'deleted', operation: 'deleteOrder' }))).toEqual([]);
  });

  it('are those that are given, before all others', async () => {
    const documents = [await documentOf(DOCUMENT)];
    const map = { ping: ['deleteOrder', 'POST /orders'], orderCancelled: 'changeOrder' };
    const { eventsOf } = createEventMapping(documents, names, map);
    expect(eventsOf(change({ kind: 'created', operation: 'createOrder' }))).toEqual(['ping', 'order.created']);
    expect(eventsOf(change({ kind: 'deleted', operation: 'DELETE /orders/{id}' }))).toEqual(['ping']);
    expect(eventsOf(change({ kind: 'deleted', operation: 'deleteOrder' }))).toEqual(['ping']);
    expect(eventsOf(change({}))).toEqual(['orderCancelled', 'order.updated']);
    expect(eventsOf(change({ operation: 'cancelOrder' }))).toEqual(['order.updated']);
  });

  it('cannot be given for what there is not', async () => {
    const documents = [await documentOf(DOCUMENT)];
    const given = (map: Record<string, string>) => () => createEventMapping(documents, names, map);
    expect(given({ pong: 'createOrder' })).toThrow('webhooks.map has "pong"');
    expect(given({ ping: 'makeOrder' })).toThrow('webhooks.map.ping has "makeOrder"');
  });
});

describe('what stunt check lists', () => {
  it('is each webhook with the operations that fire it', async () => {
    expect(mappedWebhooks(await documentOf(DOCUMENT))).toEqual([
      { name: 'order.created', firedBy: ['createOrder'] },
      { name: 'order.updated', firedBy: ['changeOrder'] },
      { name: 'orderCancelled', firedBy: ['cancelOrder'] },
      { name: 'newLine', firedBy: ['addLine'] },
      { name: 'on_the_way', firedBy: ['shipOrder'] },
      { name: 'ping', firedBy: [] },
    ]);
  });

  it('is not what a transition names that is ignored', async () => {
    const broken = DOCUMENT.replace("resource: '/orders/{id}', emit", "resource: '/order/{no}', emit");
    const { webhooks, findings } = await checkDocument(await documentOf(broken));
    expect(findings.map(({ hint }) => hint)).toContain('Until it is fixed, the action is answered as without it.');
    expect(webhooks.find(({ name }) => name === 'on_the_way')?.firedBy).toEqual([]);
    expect(webhooks.find(({ name }) => name === 'order.updated')?.firedBy).toEqual(['changeOrder', 'shipOrder']);
    const misspelt = DOCUMENT.replace('emit: [OnTheWay]', 'emit: [OnTheWay, Gone]');
    expect((await checkDocument(await documentOf(misspelt))).webhooks).toContainEqual({
      name: 'on_the_way',
      firedBy: ['shipOrder'],
    });
  });

  it('is nothing of a document without webhooks', async () => {
    expect(mappedWebhooks(await documentOf(DOCUMENT.replace(/^webhooks.*$/m, '')))).toEqual([]);
  });

  it('is found for the example platform', async () => {
    const file = join(import.meta.dirname, '../../../../contracts/platform/openapi.yaml');
    expect(mappedWebhooks(await loadDocument(file))).toEqual([
      { name: 'intake.submitted', firedBy: ['submitIntake'] },
      { name: 'document.completed', firedBy: ['completeDocument'] },
      { name: 'exchange.created', firedBy: ['createExchange'] },
      { name: 'exchange.accepted', firedBy: ['acceptExchange'] },
      { name: 'exchange.declined', firedBy: ['declineExchange'] },
      { name: 'ping', firedBy: ['pingWebhookSubscription'] },
    ]);
  });
});
