import { describe, expect, it } from '@jest/globals';
import { XMLValidator } from 'fast-xml-parser';
import { answerOf, healthyAnswer, type MadeAnswer, planOf } from '../../testing/fault-context.ts';

const seeds = Array.from({ length: 60 }, (_, seed) => seed);
const brokenBy = (seed: number, body: string, mediaType?: string): MadeAnswer =>
  answerOf(planOf('malformed', {}, { seed, answer: healthyAnswer(body, mediaType) }));

describe('malformed', () => {
  it.each(['{"items":[{"id":1,"note":"a, b: {c}"}],"next":null}', '[1,2]', '"text"', '12', '{}'])(
    'leaves no JSON of %s',
    (body) => {
      for (const seed of seeds) {
        const answer = brokenBy(seed, body);
        expect(() => JSON.parse(answer.text)).toThrow(SyntaxError);
        expect(answer.header('Content-Length')).toBe(String(Buffer.byteLength(answer.text)));
      }
    },
  );

  it('leaves no XML', () => {
    for (const seed of seeds) {
      const answer = brokenBy(seed, '<order id="1"><name>A / B</name><empty/></order>', 'application/xml');
      expect(XMLValidator.validate(answer.text)).not.toBe(true);
    }
  });

  it('breaks at different places', () => {
    expect(new Set(seeds.map((seed) => brokenBy(seed, '{"a":[1,2,3],"b":{"c":"d"}}').text)).size).toBeGreaterThan(5);
  });

  it.each([
    ['text', healthyAnswer('hello', 'text/plain'), 'the body is no JSON or XML (text/plain)'],
    ['no body', { ...healthyAnswer(''), status: 204, body: undefined }, 'the answer has no body'],
    ['an error', { ...healthyAnswer('{}'), status: 404 }, 'the answer is a 404 by itself'],
    ['packed bytes', healthyAnswer('{}', 'application/json', ['Content-Encoding', 'br']), 'the body is encoded (br)'],
  ])('leaves %s alone, and says why', (_what, answer, why) =>
    expect(planOf('malformed', {}, { answer })).toEqual({ do: 'nothing', why }),
  );
});
