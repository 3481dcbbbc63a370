import { describe, expect, it } from '@jest/globals';
import { whereFromFlags } from './where-from-flags.ts';

describe('whereFromFlags', () => {
  it.each([
    [['body=/priority=high'], { body: { '/priority': 'high' } }],
    [['body=/count=5', 'body=/name="5"', 'body=/note=null'], { body: { '/count': 5, '/name': '5', '/note': null } }],
    [['header=x-plan=gold'], { header: { 'x-plan': 'gold' } }],
    [['query=limit=5', 'query=q=a=b'], { query: { limit: '5', q: 'a=b' } }],
    [['path=/orders/*', 'api=orders'], { path: '/orders/*', api: 'orders' }],
    [['operation=getOrder', 'tag=orders'], { operation: 'getOrder', tag: 'orders' }],
  ])('reads %j', (where, place) => expect(whereFromFlags({ where })).toEqual(place));

  it('takes the two that are asked for most as flags of their own', () => {
    expect(whereFromFlags({ operation: 'getOrder', tag: 'orders' })).toEqual({ operation: 'getOrder', tag: 'orders' });
    expect(whereFromFlags({})).toEqual({});
  });

  it.each([
    ['boddy=/a=1', 'Did you mean body=…?'],
    ['body=/a', 'lacks the value that body is to have'],
    ['gold', 'it takes NAME=…, with one of header, query, body, path, api, operation, tag'],
    ['path', 'it takes NAME=…'],
  ])('refuses %s', (condition, message) => {
    expect(() => whereFromFlags({ where: [condition] })).toThrow(message);
  });
});
