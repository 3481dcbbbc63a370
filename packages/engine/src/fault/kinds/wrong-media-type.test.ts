import { describe, expect, it } from '@jest/globals';
import { answerOf, healthyAnswer, planOf, problemsOf } from '../../testing/fault-context.ts';

const answer = healthyAnswer('{"a":1}', 'application/json', ['ETag', '"1"', 'X-Trace', 't']);

describe('wrong-media-type', () => {
  it('is an HTML page with the status of the success', () => {
    const made = answerOf(planOf('wrong-media-type', {}, { answer }));
    expect([made.status, made.header('Content-Type'), made.header('X-Trace')]).toEqual([200, 'text/html', 't']);
    expect(made.text).toContain('<h1>Service unavailable</h1>');
    expect(made.header('Content-Length')).toBe(String(made.text.length));
    expect(made.header('ETag')).toBeUndefined();
  });

  it.each([
    ['application/xml', /^<\?xml/],
    ['application/hal+json', /^\{/],
    ['text/plain', /^Service unavailable\./],
  ])('is %s where that was asked for', (mediaType, text) => {
    const made = answerOf(planOf('wrong-media-type', { mediaType }, { answer }));
    expect(made.header('Content-Type')).toBe(mediaType);
    expect(made.text).toMatch(text);
  });

  it('leaves alone what is of that type by itself', () => {
    const page = healthyAnswer('<p>', 'text/html');
    expect(planOf('wrong-media-type', {}, { answer: page })).toEqual({
      do: 'nothing',
      why: 'the answer is text/html by itself',
    });
  });

  it('refuses what is no media type', () => {
    expect(problemsOf('wrong-media-type', { mediaType: 'html\r\nEvil: 1' })).toHaveLength(1);
  });
});
