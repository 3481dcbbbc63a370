import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadDocument } from '@stuntdouble/engine';
import { compared, saidOf } from '../testing/compare-bed.ts';
import { recordDouble } from '../testing/record-double.ts';
import { comparePacts } from './compare-pacts.ts';

/** Documents that real platforms publish. They lie beside the checkout; a clone without them skips that test. */
const specs = join(import.meta.dirname, '../../../../../shared/specs');
const whenThere = existsSync(specs) ? it : it.skip;
const scratch = mkdtempSync(join(tmpdir(), 'stunt-xml-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const order = {
  type: 'object',
  required: ['id', 'items'],
  xml: { name: 'order' },
  properties: {
    id: { type: 'integer', xml: { attribute: true } },
    state: { type: 'string', enum: ['open', 'closed'] },
    items: { type: 'array', xml: { wrapped: true }, items: { type: 'string', xml: { name: 'item' } } },
  },
};
const content = { 'application/xml': { schema: order } };
const shop = {
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      post: { requestBody: { required: true, content }, responses: { 200: { description: 'made', content } } },
    },
  },
};
const good = '<order id="1"><items><item>a</item></items></order>';
const interaction = (sent: string, read: string, more: object = {}) => ({
  description: 'an order',
  request: { method: 'POST', path: '/orders', headers: { 'Content-Type': 'application/xml' }, body: sent },
  response: { status: 200, headers: { 'Content-Type': 'application/xml; charset=utf-8' }, body: read, ...more },
});

describe('XML bodies', () => {
  it.each([
    ['what is right', '<order id="1"><items/></order>', '<order id="2"/>', []],
    [
      'a value of another type that is sent',
      good.replace('"1"', '"x"'),
      good,
      ['error request.body.incompatible /request/body/id'],
    ],
    ['a required element that is not sent', '<order id="1"/>', good, ['error request.body.incompatible /request/body']],
    [
      'elements that the document has otherwise',
      good.replaceAll('item>', 'entry>'),
      good,
      ['error request.body.incompatible /request/body'],
    ],
    ['what is no XML', '<order>', good, ['error request.body.incompatible /request/body']],
    [
      'a value of another type that is read',
      good,
      '<order id="x"/>',
      ['error response.body.incompatible /response/body/id'],
    ],
    [
      'an element that is read and not declared',
      good,
      '<order id="1"><total>3</total></order>',
      ['error response.body.undeclared /response/body/total'],
    ],
    [
      'an element that is read and optional',
      good,
      '<order><state>open</state></order>',
      ['warning response.body.optional /response/body/state'],
    ],
    ['another root', good, '<orders id="1"/>', ['error response.body.incompatible /response/body']],
    [
      'what it cannot read',
      '<!DOCTYPE order><order/>',
      '<!DOCTYPE order><order/>',
      ['warning request.body.unvalidatable /request/body', 'warning response.body.unvalidatable /response/body'],
    ],
  ])('are held against their schema: %s', async (_, sent, read, said) => {
    expect(await saidOf(shop, interaction(sent, read))).toEqual(said);
  });

  it('say what is wrong in the names of the document, and take no rules of elements for those of fields', async () => {
    const rules = { matchingRules: { '$.body.id': { match: 'regex', regex: '[a-z]' } } };
    const [found] = await compared(shop, interaction(good, '<order id="x"/>', rules));
    expect(found?.findings.map(({ message }) => message)).toEqual(['id: "x" must be integer']);
  });

  it('are read from base64 as well', async () => {
    const body = {
      content: Buffer.from('<order id="x"/>').toString('base64'),
      encoded: 'base64',
      contentType: 'application/xml',
    };
    const request = {
      method: 'POST',
      path: '/orders',
      body: { content: good, encoded: false, contentType: 'application/xml' },
    };
    const given = { type: 'Synchronous/HTTP', description: 'an order', request, response: { status: 200, body } };
    expect(await saidOf(shop, given)).toEqual(['error response.body.incompatible /response/body/content/id']);
  });

  whenThere.each(['swagger-petstore/openapi.yaml', 'museum/openapi.yaml', 'realworld/openapi.yml'])(
    'that the double writes are compatible: %s',
    async (file) => {
      const { root } = await loadDocument(join(specs, file));
      const path = join(scratch, 'openapi.json');
      // Everything that is JSON there is XML here.
      writeFileSync(path, JSON.stringify(root).replaceAll(/"application\/(?:problem\+)?json"/g, '"application/xml"'));
      const document = await loadDocument(path);
      const reads = document.operations.filter(({ method }) => method === 'GET');
      const pact = await recordDouble(document, reads);
      const { interactions } = await comparePacts(document, [{ file: 'recorded.json', pact }]);
      const isXml = (type: string | undefined) => type === 'application/xml';
      const xml = pact.interactions.filter((each) => each.kind === 'http' && isXml(each.response.body?.contentType));
      expect(xml.length).toBeGreaterThanOrEqual(3);
      const errors = interactions.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
      expect(errors).toEqual([]);
    },
    60_000,
  );
});

describe('synchronous messages', () => {
  it('say that what the consumer sends is not judged', async () => {
    const hook = {
      post: {
        requestBody: {
          content: { 'application/json': { schema: { type: 'object', properties: { price: { type: 'integer' } } } } },
        },
      },
    };
    const document = { openapi: '3.1.0', info: { title: 'Orders', version: '1' }, webhooks: { price: hook } };
    const json = (body: object) => ({ contents: { content: body, contentType: 'application/json', encoded: false } });
    const message = (body: object) =>
      Object({
        type: 'Synchronous/Messages',
        description: 'a price',
        request: json({ sku: 'a' }),
        response: [json(body)],
      });
    const [kept, broken] = await compared(document, message({ price: 1 }), message({ price: 'x' }));
    expect(kept?.result).toBe('unchecked');
    expect(kept?.findings.map(({ code }) => code)).toContain('message.request.unchecked');
    expect(broken?.result).toBe('incompatible');
  });
});
