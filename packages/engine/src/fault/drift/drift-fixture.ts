import type { Answer, Exchange } from '../../exchange.ts';

/** What the tests of this folder build by hand. */

export function answerOf(value: unknown, status = 200): Answer {
  const body = Buffer.from(JSON.stringify(value));
  return {
    status,
    headers: ['Content-Type', 'application/json', 'Content-Length', String(body.length), 'Stunt-Source', 'example'],
    body,
    source: 'example',
  };
}

export function exchangeOf(): Exchange {
  return {
    id: 'x1',
    startedAt: 0,
    sandbox: 'default',
    request: { method: 'GET', target: '/', headers: {}, body: new Uint8Array() },
    operation: undefined,
    violations: undefined,
    answer: undefined,
    firings: undefined,
  };
}
