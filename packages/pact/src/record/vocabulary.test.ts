import { describe, expect, it } from '@jest/globals';
import { resourceWord, vocabulary } from './vocabulary.ts';

describe('vocabulary', () => {
  it.each([
    ['/intakes', 'intake'],
    ['/webhook-subscriptions', 'webhook subscription'],
    ['/participants/{id}/keys', 'key'],
    ['/v2/auditEvents', 'audit event'],
    ['/categories', 'category'],
    ['/boxes', 'box'],
    ['/addresses', 'address'],
    ['/branches', 'branch'],
    ['/status', 'status'],
    ['/analysis', 'analysis'],
    ['/access', 'access'],
    ['/staff', 'staff'],
  ])('calls an item of %s: %s', (collection, word) => {
    expect(resourceWord(collection)).toBe(word);
  });

  it('has the articles that the sentences have', () => {
    expect(vocabulary.exists('intake', {}).name).toBe('an intake exists');
    expect(vocabulary.exists('user', {}).name).toBe('a user exists');
    expect(vocabulary.existsNot('intake', {}).name).toBe('no intake exists');
    expect(vocabulary.authorised(['a:b'])).toEqual({ name: 'the client is authorised', params: { scopes: ['a:b'] } });
  });
});
