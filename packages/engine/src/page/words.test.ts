import { describe, expect, it } from '@jest/globals';

/** A script of the page, as a browser loads it. */
const { wordsFor } = await import(new URL('../../page/words.js', import.meta.url).href);
const entry = { status: 200, operation: 'listOrders', source: 'example', violations: [], faults: [] };

describe('words for a request', () => {
  it('are none where nothing was wrong', () => {
    expect(wordsFor(entry)).toEqual([]);
    expect(wordsFor({ ...entry, faults: ['r1 status not fired: probability'] })).toEqual([]);
  });

  it('name each violation by its place', () => {
    const violations = ['query required /limit', 'body type /items/*/price', 'body parse ', 'header odd /X-A'];
    expect(wordsFor({ ...entry, status: 422, violations })).toEqual([
      'Query parameter limit is missing.',
      'Body: items.….price has the wrong type.',
      'Body cannot be read.',
      'Header field X-A breaks the rule "odd".',
    ]);
  });

  it('name the faults that fired, also where the status is well', () => {
    expect(wordsFor({ ...entry, faults: ['page-drift drift fired: /items/0'] })).toEqual([
      'Fault drift (page-drift): /items/0.',
    ]);
  });

  it('say something of every status', () => {
    expect(wordsFor({ ...entry, status: 404, operation: undefined })).toEqual([
      'No operation of the API has this path.',
    ]);
    expect(wordsFor({ ...entry, status: 401 })).toEqual(['Credentials are missing or wrong.']);
    expect(wordsFor({ ...entry, status: 418 })).toEqual(['Answered so by the API.']);
    const limits = '"default";q=600;w=60;r=5, "bulk";q=60;w=60;r=0';
    expect(wordsFor({ ...entry, status: 429, limits })).toEqual([
      'Limit bulk is used up, 60 in 60 s: wait as Retry-After says.',
    ]);
  });
});
