import { describe, expect, it } from '@jest/globals';
import { answerOf, healthyAnswer, operationView, planOf } from '../../testing/fault-context.ts';

const answer = healthyAnswer('{"a":1}', 'application/vnd.api+json');

describe('error-in-200', () => {
  it("has an error body of the document's, chosen by chance, and the status of the success", () => {
    const operation = operationView({}, { 404: { message: 'gone' }, 503: { message: 'closed' } });
    const made = Array.from({ length: 30 }, (_, seed) =>
      answerOf(planOf('error-in-200', {}, { answer, operation, seed })),
    );
    expect(new Set(made.map(({ text }) => text))).toEqual(new Set(['{"message":"gone"}', '{"message":"closed"}']));
    expect(made.every(({ status }) => status === 200)).toBe(true);
    expect(made[0]?.header('Content-Type')).toBe('application/vnd.api+json');
  });

  it('has a problem document where the document describes no error', () => {
    const made = answerOf(planOf('error-in-200', {}, { answer, operation: operationView({}) }));
    expect(made.status).toBe(200);
    expect(JSON.parse(made.text)).toMatchObject({ status: 500, title: 'Internal Server Error' });
    expect(made.header('Content-Length')).toBe(String(made.text.length));
  });
});
