import { describe, expect, it } from '@jest/globals';
import { newExchange, type Source } from './exchange.ts';
import { finalHeaders } from './final-headers.ts';

const exchange = newExchange({
  serial: 0,
  id: 'x-00',
  startedAt: 0,
  begun: 0,
  sandbox: 'default',
  request: { method: 'GET', target: '/', headers: {}, body: new Uint8Array() },
});

const fieldsOf = (headers: readonly string[], source: Source = 'example'): readonly string[] =>
  finalHeaders({ cors: true, errorStyle: 'stunt' }, exchange, { status: 200, headers, body: undefined, source });

describe('finalHeaders', () => {
  it('end with the id of the request', () => {
    expect(fieldsOf(['Content-Type', 'application/json'])).toEqual([
      'Content-Type',
      'application/json',
      'Stunt-Request-Id',
      'x-00',
    ]);
  });

  it.each(['text/html', 'text/html; charset=utf-8', 'image/svg+xml', 'application/xhtml+xml', 'Text/HTML'])(
    'give %s an origin of its own, for it may come from whoever uploaded it',
    (type) => {
      expect(fieldsOf(['Content-Type', type])).toContain('Content-Security-Policy');
      expect(fieldsOf(['X-First', '1', 'content-type', type])).toContain('Content-Security-Policy');
    },
  );

  it.each(['application/json', 'text/plain', 'application/problem+json', 'application/octet-stream'])(
    'leave %s alone',
    (type) => {
      expect(fieldsOf(['Content-Type', type])).not.toContain('Content-Security-Policy');
    },
  );

  it('leave what an upstream answers as it came', () => {
    expect(fieldsOf(['Content-Type', 'text/html'], 'upstream')).not.toContain('Content-Security-Policy');
  });
});
