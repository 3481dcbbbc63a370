import { describe, expect, it } from '@jest/globals';
import { headerFlags, urlFlag, withoutCredentials } from './url-flag.ts';

describe('withoutCredentials', () => {
  it('makes a header field of what stands in an address', () => {
    const { url, headers } = withoutCredentials(urlFlag('provider-url', 'http://me:p%40ss@host:81/api'));
    expect([url.href, headers]).toEqual(['http://host:81/api', { Authorization: `Basic ${btoa('me:p@ss')}` }]);
    expect(withoutCredentials(new URL('http://host')).headers).toEqual({});
  });
});

describe('headerFlags', () => {
  it('takes values with colons, and no names with spaces', () => {
    expect(headerFlags(['X-At: http://a:1', 'Empty:'])).toEqual({ 'X-At': 'http://a:1', Empty: '' });
    expect(() => headerFlags(['my secret: x'])).toThrow(/^(?!.*secret).*one that was given has no name$/);
  });
});
