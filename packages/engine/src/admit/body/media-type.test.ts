import { describe, expect, it } from '@jest/globals';
import { nearestMediaType, parseMediaType } from './media-type.ts';

function nearest(sent: string, ...declared: string[]): string | undefined {
  const parsed = parseMediaType(sent);
  return (
    parsed &&
    nearestMediaType(
      parsed,
      declared.map((mediaType) => ({ mediaType })),
    )?.mediaType
  );
}

describe('media types', () => {
  it.each([
    ['application/json', 'application/json'],
    ['Application/JSON; charset=utf-8', 'application/json'],
    ['application/json', 'application/json; charset=utf-8'],
    ['application/merge-patch+json', 'application/json'],
    ['application/json', 'application/vnd.github.v3+json'],
    ['application/vnd.a+json', 'application/vnd.b+json'],
    ['image/png', 'image/*'],
    ['image/png', '*/*'],
    ['application/xml', 'application/atom+xml'],
  ])('takes %s for %s', (sent, declared) => {
    expect(nearest(sent, 'x/y', declared)).toBe(declared);
  });

  it.each([
    ['text/json', 'application/json'],
    ['application/jsonp', 'application/json'],
    ['image/png', 'image/jpeg'],
    ['application/json', 'application/*+xml'],
    ['application/json', 'nonsense'],
  ])('does not take %s for %s', (sent, declared) => {
    expect(nearest(sent, declared)).toBeUndefined();
  });

  it('takes the nearest of several, not the first', () => {
    expect(nearest('application/json', '*/*', 'application/*', 'application/hal+json', 'application/json')).toBe(
      'application/json',
    );
    expect(nearest('application/hal+json', '*/*', 'application/json', 'application/*')).toBe('application/json');
    expect(nearest('application/json;v=2', 'application/json;v=1', 'application/json;v=2')).toBe(
      'application/json;v=2',
    );
    expect(nearest('application/json;v=3', 'application/json;v=1', 'application/json;v=2')).toBe(
      'application/json;v=1',
    );
  });

  it('reads parameters, quoted or not', () => {
    const parsed = parseMediaType('multipart/form-data; charset=UTF-8; boundary="a b\\"c;d"');
    expect([...(parsed?.parameters ?? [])]).toEqual([
      ['charset', 'UTF-8'],
      ['boundary', 'a b"c;d'],
    ]);
  });

  it.each(['', 'json', 'a/b/c', '/json', 'application/', 'a b/c', ','])('knows that %j is none', (text) => {
    expect(parseMediaType(text)).toBeUndefined();
  });
});
