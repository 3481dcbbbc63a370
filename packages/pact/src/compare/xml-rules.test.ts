import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { MatchersV3, PactV3, XmlBuilder } from '@pact-foundation/pact';
import type { Json, JsonObject } from '../pact/pact.ts';
import { readPactFiles } from '../pact/pact-files.ts';
import { pactOf } from '../pact/read-pact.ts';
import { compared, documentOf, pactWith } from '../testing/compare-bed.ts';
import { verifyPacts } from '../verify/verify-pacts.ts';
import { comparePacts } from './compare-pacts.ts';

const scratch = mkdtempSync(join(tmpdir(), 'stunt-xml-rules-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const order = {
  type: 'object',
  required: ['id', 'total', 'code', 'state', 'paid', 'tags', 'item'],
  xml: { name: 'order', prefix: 'o', namespace: 'urn:orders' },
  properties: {
    id: { type: 'integer', xml: { attribute: true } },
    total: { type: 'number', xml: { name: 'Total' } },
    code: { type: 'string' },
    digits: { type: 'string', pattern: '^[0-9]+$' },
    state: { type: 'string', enum: ['open', 'closed'] },
    paid: { type: 'boolean' },
    tags: {
      type: 'array',
      maxItems: 3,
      minItems: 1,
      xml: { wrapped: true },
      items: { type: 'string', xml: { name: 'tag' } },
    },
    item: {
      type: 'array',
      items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string', xml: { attribute: true } } } },
    },
  },
};
const content = { 'application/xml': { schema: order } };
const shop = {
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/order': {
      get: { responses: { 200: { description: 'an order', content } } },
      post: { requestBody: { required: true, content }, responses: { 204: { description: 'taken' } } },
    },
  },
};
const whole =
  '<o:order xmlns:o="urn:orders" id="1"><Total>1.5</Total><code>a</code><state>open</state><paid>true</paid>' +
  '<tags><tag>x</tag></tags><item sku="s"/><item sku="t"/></o:order>';
const fields = { 'Content-Type': 'application/xml' };
const reading = (matchingRules: JsonObject, body = whole): Json => ({
  description: 'an order',
  request: { method: 'GET', path: '/order' },
  response: { status: 200, headers: fields, body, matchingRules },
});
const sending = (matchingRules: JsonObject, body = whole): Json => ({
  description: 'an order',
  request: { method: 'POST', path: '/order', headers: fields, body, matchingRules },
  response: { status: 204 },
});
const said = async (interaction: Json): Promise<string[]> => {
  const [first] = await compared(shop, interaction);
  return (first?.findings ?? []).map(({ severity, code, message }) => `${severity} ${code} ${message}`);
};
/** As V3 and V4 write them; V2 has them by path. */
const v3 = (rules: Readonly<Record<string, Json>>): JsonObject => ({
  body: Object.fromEntries(Object.entries(rules).map(([path, rule]) => [path, { combine: 'AND', matchers: [rule] }])),
});
const v2 = (rules: Readonly<Record<string, Json>>): JsonObject =>
  Object.fromEntries(Object.entries(rules).map(([path, rule]) => [path.replace('$', '$.body'), rule]));

describe('rules of XML', () => {
  it.each([
    ['$.order.@id', { match: 'integer' }, undefined],
    [
      "$.order['@id']",
      { match: 'boolean' },
      'error incompatible id: the rule boolean can never hold: the document has integer here',
    ],
    ['$.order.Total.#text', { match: 'decimal' }, undefined],
    [
      '$.order.Total.#text',
      { match: 'integer' },
      'warning narrower total: the rule integer is narrower than the document, which has number here',
    ],
    [
      '$.order.Total.#text',
      { match: 'null' },
      'error incompatible total: the rule null can never hold: XML has texts only',
    ],
    ['$.order.code.#text', { match: 'type' }, undefined],
    ['$.order.code.#text', { match: 'regex', regex: '[a-z]+' }, undefined],
    [
      '$.order.code.#text',
      { match: 'integer' },
      'warning narrower code: the rule integer is narrower than the document, which has string here',
    ],
    ['$.order.digits.#text', { match: 'integer' }, undefined],
    ['$.order.state.#text', { match: 'regex', regex: 'open|closed' }, undefined],
    [
      '$.order.state.#text',
      { match: 'regex', regex: 'open' },
      'warning narrower state: the rule regex open refuses "closed", which the document lists',
    ],
    [
      '$.order.state.#text',
      { match: 'regex', regex: 'new' },
      'error incompatible state: the rule regex new matches no value that the document lists',
    ],
    [
      '$.order.state.#text',
      { match: 'integer' },
      'error incompatible state: the rule integer matches no value that the document lists',
    ],
    ['$.order.state.#text', { match: 'include', value: 'o' }, undefined],
    ['$.order.paid.#text', { match: 'boolean' }, undefined],
    [
      '$.order.paid.#text',
      { match: 'decimal' },
      'error incompatible paid: the rule decimal can never hold: the document has boolean here',
    ],
    [
      '$.order.tags',
      { match: 'type', min: 4 },
      'error incompatible tags: the rule asks for 4 items at least, the document has 3 at most',
    ],
    [
      '$.order.tags',
      { match: 'type', max: 0 },
      'error incompatible tags: the rule asks for 0 items at most, the document has 1 at least',
    ],
    ['$.order.tags', { match: 'type', min: 1 }, undefined],
    ['$.order.tags.tag', { match: 'type' }, undefined],
    [
      '$.order.item.@sku',
      { match: 'boolean' },
      'warning narrower item.0.sku: the rule boolean is narrower than the document, which has string here',
    ],
    ['$.order.item', { match: 'type' }, undefined],
    [
      '$.order.code',
      { match: 'integer' },
      "warning narrower code: the rule integer is about the element <code>, and holds for none: its text is at ['#text']",
    ],
    [
      '$.order.code',
      { match: 'regex', regex: '\\d+' },
      "warning narrower code: the rule regex \\d+ is about the element <code>, and holds for none: its text is at ['#text']",
    ],
    ['$.order.code', { match: 'regex', regex: 'c.*' }, undefined],
    ['$.order.code', { match: 'equality' }, undefined],
  ])('are held against what the document has: %s %j', async (path, rule, expected) => {
    const body = whole.replace('</code>', '</code><digits>1</digits>');
    const other = [
      'warning response.body.optional "digits" is optional in the document, but needed: the provider may leave it out',
    ];
    const wanted = expected === undefined ? [] : [expected.replace(/ (incompatible|narrower) /, ' response.rule.$1 ')];
    for (const rules of [v3, v2]) {
      const found = await said(reading(rules({ [path]: rule }), body));
      expect(found.toSorted()).toEqual([...other, ...wanted].toSorted());
    }
  });

  it.each([
    "$.order[0].item[*]['@sku']",
    '$.order.item[0].@sku',
    '$.*.item.@sku',
    "$['o:order']['item']['@sku']",
    "$['urn:orders:order'].item['@sku']",
    "$['order']['item'][*]['@sku']",
  ])('name elements as the libraries of Pact do: %s', async (path) => {
    const found = await said(reading(v3({ [path]: { match: 'null' } })));
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining('sku: the rule null can never hold')]));
  });

  it('that lead nowhere say nothing', async () => {
    const nowhere = {
      '$.order.items.@sku': { match: 'null' },
      '$.item.@sku': { match: 'null' },
      '$.order.item.sku': { match: 'null' },
    };
    expect(await said(reading(v3(nowhere)))).toEqual([]);
  });

  it('of what is sent are errors where they can never hold, and may be narrower', async () => {
    expect(
      await said(
        sending(v3({ '$.order.Total.#text': { match: 'integer' }, '$.order.code.#text': { match: 'integer' } })),
      ),
    ).toEqual([]);
    expect(await said(sending(v2({ "$.order['@id']": { match: 'boolean' } })))).toEqual([
      'error request.rule.incompatible the rule boolean can never hold: the document has integer here',
    ]);
  });

  it('of which one is enough need one that can hold', async () => {
    const either = (...matchers: Json[]) => ({ body: { "$.order['@id']": { combine: 'OR', matchers } } });
    expect(await said(reading(either({ match: 'boolean' }, { match: 'integer' })))).toEqual([]);
    expect(await said(reading(either({ match: 'boolean' }, { match: 'null' })))).toHaveLength(2);
  });

  it('stand for the example where pact-js has none to write', async () => {
    const empty = whole.replace('1.5', '');
    expect(await said(reading({}, empty))).toEqual(['error response.body.incompatible total: "" must be number']);
    const rules = v3({ '$.order.Total.#text': { match: 'decimal' } });
    expect(await said(reading(rules, empty))).toEqual([]);
    expect(await said(sending(rules, empty))).toEqual([]);
  });
});

describe('a pact with XML that pact-js wrote', () => {
  /** pact-js declares a Map, and takes an object. */
  const attributes = (given: object) => Object.assign(new Map<string, string>(), given);
  /** It declares texts only, and leaves the element empty. */
  const noText = (given: object): MatchersV3.Matcher<string> => Object.assign(MatchersV3.string(), given);
  const written = async (states: string) => {
    const dir = mkdtempSync(join(scratch, 'pact-'));
    const body = new XmlBuilder('1.0', 'UTF-8', 'o:order').build((root) => {
      root.setAttributes(attributes({ 'xmlns:o': 'urn:orders', id: MatchersV3.integer(1) }));
      root.appendElement('Total', attributes({}), noText(MatchersV3.decimal(1.5)));
      root.appendElement('state', attributes({}), MatchersV3.regex(states, 'open'));
      root.appendElement('paid', attributes({}), noText(MatchersV3.boolean(true)));
      root.eachLike('item', attributes({ sku: MatchersV3.string('s') }), () => {}, { examples: 2 });
    });
    const pact = new PactV3({ consumer: 'shop', provider: 'orders', dir, logLevel: 'error' })
      .uponReceiving('an order')
      .withRequest({ method: 'GET', path: '/order' })
      .willRespondWith({ status: 200, headers: fields, body });
    await pact.executeTest(async ({ url }) => {
      await fetch(`${url}/order`);
    });
    return readPactFiles([dir], '/');
  };

  it('is compatible, or is said not to be, by its rules', async () => {
    const document = await documentOf(shop);
    const good = await comparePacts(document, await written('open|closed'));
    expect(good.interactions.flatMap(({ findings }) => findings)).toEqual([]);
    const narrow = await comparePacts(document, await written('open'));
    expect(narrow.interactions.flatMap(({ findings }) => findings.map(({ message }) => message))).toEqual([
      'state: the rule regex open refuses "closed", which the document lists',
    ]);
  }, 60_000);
});

/** What our verdicts rest on. */
describe("pact-js's verifier", () => {
  it.each([
    ['$.a.b.#text', { match: 'integer' }, '<a><b>1</b></a>', '<a><b>2</b></a>', true],
    ['$.a.b.#text', { match: 'integer' }, '<a><b>1</b></a>', '<a><b>x</b></a>', false],
    ['$.a.b.#text', { match: 'decimal' }, '<a><b></b></a>', '<a><b>2</b></a>', true],
    ['$.a.b.#text', { match: 'boolean' }, '<a><b>true</b></a>', '<a><b>1</b></a>', false],
    ['$.a.b.#text', { match: 'null' }, '<a><b></b></a>', '<a><b></b></a>', false],
    ['$.a.b.@x', { match: 'type' }, '<a><b x="1"/></a>', '<a><b x="2"/></a>', true],
    ['$.a.b', { match: 'integer' }, '<a><b>1</b></a>', '<a><b>1</b></a>', false],
    ['$.a.b', { match: 'notEmpty' }, '<a><b>1</b></a>', '<a><b>1</b></a>', true],
    ['$.a.b', { match: 'include', value: 'b' }, '<a><b>1</b></a>', '<a><b>1</b></a>', false],
    ['$.a.b', { match: 'regex', regex: '\\d' }, '<a><b>1</b></a>', '<a><b>1</b></a>', false],
    ['$.a.b', { match: 'regex', regex: '[b1]' }, '<a><b>1</b></a>', '<a><b>1</b></a>', true],
    ['$.a', { match: 'type', min: 2 }, '<a><b/></a>', '<a><b/></a>', false],
    [
      "$['u:a']['u:b']['#text']",
      { match: 'type' },
      '<n:a xmlns:n="u"><n:b>1</n:b></n:a>',
      '<k:a xmlns:k="u"><k:b>2</k:b></k:a>',
      true,
    ],
  ])(
    'holds an answer to %s %j: %s, %s',
    async (path, rule, body, answer, kept) => {
      const server = createServer((_, response) => response.setHeader('content-type', 'application/xml').end(answer));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      try {
        const address = server.address();
        const providerUrl = new URL(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
        const json = {
          ...pactWith(reading(v3({ [path]: rule }), body)),
          metadata: { pactSpecification: { version: '3.0.0' } },
        };
        const source = { pact: pactOf(json, 'shop.json'), source: 'shop.json', pending: false, notices: [] };
        const rest = {
          stateChangeUrl: undefined,
          messageUrl: undefined,
          headers: {},
          timeoutMs: 10_000,
          environment: process.env,
        };
        const { pacts } = await verifyPacts([source], { provider: 'orders', providerUrl, ...rest });
        expect(pacts.map(({ success }) => success)).toEqual([kept]);
      } finally {
        server.closeAllConnections();
        server.close();
      }
    },
    60_000,
  );
});
