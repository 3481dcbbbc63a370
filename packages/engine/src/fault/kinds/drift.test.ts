import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../chance/random.ts';
import type { Answer } from '../../exchange.ts';
import { createSchemas } from '../../schema/schemas.ts';
import { answerOf, exchangeOf } from '../drift/drift-fixture.ts';
import type { FaultPlan, OperationView } from '../fault-kind.ts';
import { type DriftOptions, driftFault } from './drift.ts';

const SCHEMA = { type: 'object', required: ['id'], properties: { id: { type: 'integer' }, at: { type: 'string' } } };
const VIEW: OperationView = {
  schemas: createSchemas({}, 'oas3.0', 'response'),
  responseSchema: (status, mediaType) => (status === 200 && mediaType === 'application/json' ? SCHEMA : undefined),
  describedAnswer: () => undefined,
  errorStatuses: [],
  list: () => undefined,
};

const planOf = (
  options: DriftOptions,
  answer: Answer | undefined,
  operation: OperationView | undefined = VIEW,
): FaultPlan => driftFault.plan(options, { exchange: exchangeOf(), random: seededRandom(1), answer, operation });

const withBody = (body: string, ...headers: string[]): Answer => ({
  status: 200,
  headers: ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body)), ...headers],
  body: Buffer.from(body),
  source: 'example',
});

describe('the fault drift', () => {
  it('replaces the answer, its length and its source, and says what it changed', () => {
    const healthy = answerOf({ id: 7, at: 'é' });
    const plan = planOf({ mode: 'number-as-string' }, healthy);
    expect(plan).toMatchObject({ do: 'replace', pointer: '/id', note: 'number-as-string, violating' });
    if (plan.do !== 'replace') return;
    expect(Buffer.from(plan.answer.body ?? []).toString()).toBe('{"id":"7","at":"é"}');
    expect(plan.answer).toMatchObject({
      status: 200,
      source: 'fault',
      headers: ['Content-Type', 'application/json', 'Content-Length', '20', 'Stunt-Source', 'fault'],
    });
    expect(Buffer.from(healthy.body ?? []).toString()).toBe('{"id":7,"at":"é"}');
  });

  it('keeps numbers that no double holds, and drops digests of the healthy bytes', () => {
    const plan = planOf(
      { mode: 'null', path: '/at' },
      withBody('{"id":12345678901234567890,"at":"x"}', 'Content-MD5', 'abc', 'X-Kept', '1'),
    );
    expect(plan.do === 'replace' && Buffer.from(plan.answer.body ?? []).toString()).toBe(
      '{"id":12345678901234567890,"at":null}',
    );
    expect(plan.do === 'replace' && plan.answer.headers).toEqual([
      'Content-Type',
      'application/json',
      'X-Kept',
      '1',
      'Content-Length',
      '37',
      'Stunt-Source',
      'fault',
    ]);
  });

  it('takes the schema of the media type without its parameters', () => {
    const answer = withBody('{"id":1}');
    const plan = planOf({ mode: 'null' }, { ...answer, headers: ['content-type', 'application/json; charset=utf-8'] });
    expect(plan).toMatchObject({ do: 'replace' });
  });

  it.each<[string, DriftOptions, Answer | undefined, OperationView | undefined, string]>([
    ['no body', {}, { ...answerOf(1), body: undefined }, VIEW, 'the answer has no body'],
    [
      'text',
      {},
      { ...withBody('hi'), headers: ['Content-Type', 'text/plain'] },
      VIEW,
      'the answer is not JSON but text/plain',
    ],
    ['broken JSON', {}, withBody('{'), VIEW, 'the body is labelled JSON and is none'],
    ['a gzipped body', {}, withBody('x', 'Content-Encoding', 'gzip'), VIEW, 'the answer is encoded: gzip'],
    ['another status', {}, answerOf({}, 201), VIEW, 'the document has no schema for 201 application/json'],
    ['no candidate', { mode: 'unknown-enum' }, answerOf({ id: 1 }), VIEW, 'no place for unknown-enum in this answer'],
    ['a wrong path', { mode: 'null', path: '/nope' }, answerOf({ id: 1 }), VIEW, 'no place for null in this answer'],
  ])('does nothing to %s, and says why', (_, options, answer, view, why) => {
    expect(planOf(options, answer, view)).toEqual({ do: 'nothing', why, ...(options.path && { where: options.path }) });
  });

  it('does nothing where no operation matched', () => {
    const context = { exchange: exchangeOf(), random: seededRandom(1), answer: answerOf({}), operation: undefined };
    expect(driftFault.plan({}, context)).toEqual({ do: 'nothing', why: 'no operation of the document matched' });
  });

  it('refuses a path that is no pointer', () => {
    expect(driftFault.contradiction?.({ path: 'items.0' })).toMatch(/must be a JSON pointer/);
    expect(driftFault.contradiction?.({ path: '/items/*' })).toBeUndefined();
  });
});
