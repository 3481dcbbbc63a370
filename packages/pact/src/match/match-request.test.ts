import { describe, expect, it } from '@jest/globals';
import type { HttpInteraction } from '../pact/pact.ts';
import { readPact } from '../pact/read-pact.ts';
import { matchRequest, type SentRequest } from './match-request.ts';

function interaction(request: object): HttpInteraction {
  const { interactions } = readPact(
    JSON.stringify({
      consumer: { name: 'shop' },
      provider: { name: 'orders' },
      interactions: [{ description: 'a request', request, response: { status: 200 } }],
      metadata: { pactSpecification: { version: '3.0.0' } },
    }),
    'shop.json',
  );
  const [first] = interactions;
  if (first?.kind !== 'http') throw new Error('no interaction');
  return first;
}

const sent = (given: Partial<SentRequest>): SentRequest => ({
  method: 'GET',
  target: '/orders',
  headers: {},
  body: undefined,
  ...given,
});
const rule = (...matchers: object[]) => ({ combine: 'AND', matchers });

describe('matchRequest', () => {
  const list = interaction({
    method: 'GET',
    path: '/orders',
    query: { limit: ['10'] },
    headers: { Accept: 'application/json', Authorization: 'Bearer x' },
    matchingRules: { query: { limit: rule({ match: 'integer' }) } },
  });
  const well = { target: '/orders?limit=25', headers: { accept: 'application/json; q=1', authorization: '[hidden]' } };

  it('accepts what the rules allow', () => {
    expect(matchRequest(list, sent(well))).toEqual([]);
  });

  it.each([
    [{ method: 'POST' }, ['method POST instead of GET']],
    [{ target: '/order?limit=1' }, ['path is /order instead of /orders']],
    [{ target: '/orders?limit=x' }, ['query limit is "x" instead of an integer']],
    [{ target: '/orders' }, ['query limit is missing']],
    [{ target: '/orders?limit=1&page=2' }, ['query page is not in the contract']],
    [{ headers: { accept: 'application/json' } }, ['header Authorization is missing']],
  ])('says what of %j is other than agreed', (given, expected) => {
    expect(matchRequest(list, sent({ ...well, ...given }))).toEqual(expected);
  });

  const order = interaction({
    method: 'POST',
    path: '/orders',
    body: { customer: 'c1', note: 'x', lines: [{ sku: 'A1', quantity: 1 }] },
    matchingRules: {
      body: {
        '$.customer': rule({ match: 'regex', regex: 'c\\d+' }),
        '$.lines': rule({ match: 'type', min: 1 }),
        '$.lines[*].quantity': rule({ match: 'integer' }),
        '$.lines[*].sku': rule({ match: 'type' }),
      },
    },
  });
  const body = {
    customer: 'c42',
    note: 'x',
    lines: [
      { sku: 'B', quantity: 2 },
      { sku: 'C', quantity: 3 },
    ],
  };

  it.each([
    [body, []],
    [{ ...body, customer: 'd1' }, ['body.customer is "d1", which does not match c\\d+']],
    [{ ...body, note: 'y' }, ['body.note is "y" instead of "x"']],
    [{ ...body, extra: 1 }, ['body.extra is not in the contract']],
    [{ ...body, lines: [] }, ['body.lines has 0 items, at least 1 are agreed']],
    [
      { ...body, lines: [{ sku: 1, quantity: 1.5 }] },
      ['body.lines[0].sku is 1 instead of a string', 'body.lines[0].quantity is 1.5 instead of an integer'],
    ],
    [undefined, ['body is missing']],
  ])('holds a body %j against its rules', (given, expected) => {
    expect(matchRequest(order, sent({ method: 'POST', body: given }))).toEqual(expected);
  });

  it('lets one of several rules be enough where they are alternatives', () => {
    const either = interaction({
      method: 'GET',
      path: '/orders/1',
      matchingRules: {
        path: { combine: 'OR', matchers: [{ match: 'regex', regex: '/orders/\\d+' }, { match: 'equality' }] },
      },
    });
    expect(matchRequest(either, sent({ target: '/orders/22' }))).toEqual([]);
    expect(matchRequest(either, sent({ target: '/orders/x' }))).toHaveLength(2);
  });
});
