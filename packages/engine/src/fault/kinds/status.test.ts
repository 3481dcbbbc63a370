import { describe, expect, it } from '@jest/globals';
import { answerOf, operationView, planOf, problemsOf } from '../../testing/fault-context.ts';

const operation = operationView({}, { 503: { message: 'closed' } });

describe('status', () => {
  it("has the document's own body for the status", () => {
    const answer = answerOf(planOf('status', {}, { operation }));
    expect([answer.status, answer.text]).toEqual([503, '{"message":"closed"}']);
    expect(answer.header('Stunt-Source')).toBe('fault');
  });

  it('has a problem document where the document has no body', () => {
    const answer = answerOf(planOf('status', { code: 502 }, { operation }));
    expect(answer.header('content-type')).toBe('application/problem+json');
    expect(JSON.parse(answer.text)).toMatchObject({ status: 502, title: 'Bad Gateway' });
    expect(answer.header('Content-Length')).toBe(String(answer.text.length));
  });

  it('chooses among codes by chance', () => {
    const seen = Array.from(
      { length: 40 },
      (_, seed) => answerOf(planOf('status', { codes: '500,502' }, { seed })).status,
    );
    expect(new Set(seen)).toEqual(new Set([500, 502]));
  });

  it('sends a body of its own, and says what it is', () => {
    const types = ['{"a": 1}', '<oops/>', '<!doctype html><p>', 'down', { a: 1 }].map((body) => {
      const answer = answerOf(planOf('status', { body }));
      return [answer.text, answer.header('Content-Type')];
    });
    expect(types).toEqual([
      ['{"a": 1}', 'application/json'],
      ['<oops/>', 'application/xml'],
      ['<!doctype html><p>', 'text/html'],
      ['down', 'text/plain'],
      ['{"a":1}', 'application/json'],
    ]);
  });

  it.each(['30', '30s', 30])('says when to come back: %j', (retryAfter) =>
    expect(answerOf(planOf('status', { retryAfter })).header('Retry-After')).toBe('30'),
  );

  it('takes a date for when to come back, and nothing that is neither', () => {
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
    expect(answerOf(planOf('status', { retryAfter: date })).header('Retry-After')).toBe(date);
    expect(problemsOf('status', { retryAfter: 'soon' })).toEqual([
      'retryAfter was "soon"; allowed: seconds (30), a duration (30s), or a date such as Wed, 21 Oct 2026 07:28:00 GMT.',
    ]);
  });

  it.each([
    ['nginx', 503, 'nginx', 'text/html', '<h1>503 Service Temporarily Unavailable</h1>'],
    ['alb', 504, 'awselb/2.0', 'text/html', '<h1>504 Gateway Time-out</h1>'],
    ['cloudflare', 522, 'cloudflare', 'text/html; charset=UTF-8', 'Connection timed out'],
    ['envoy', 503, 'envoy', 'text/plain', 'no healthy upstream'],
  ])('answers as %s would', (as, code, server, mediaType, text) => {
    const answer = answerOf(planOf('status', { as, code }, { operation }));
    expect([answer.status, answer.header('Server'), answer.header('Content-Type')]).toEqual([code, server, mediaType]);
    expect(answer.text).toContain(text);
    expect(answer.header('Content-Length')).toBe(String(answer.text.length));
  });

  it('has no body where its status has none', () => {
    const answer = answerOf(planOf('status', { code: 204, body: 'x' }));
    expect([answer.text, answer.header('Content-Length'), answer.header('Content-Type')]).toEqual([
      '',
      undefined,
      undefined,
    ]);
  });

  it('refuses what contradicts itself', () => {
    expect(problemsOf('status', { code: 500, codes: [502] })).toEqual([
      'code and codes were given; allowed: one of them.',
    ]);
    expect(problemsOf('status', { as: 'nginx', body: 'x' })).toEqual(['body and as were given; allowed: one of them.']);
    expect(problemsOf('status', { code: 100 })).toEqual(['code was 100; allowed: a whole number from 200 to 599.']);
  });
});
