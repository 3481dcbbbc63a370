import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../exchange.ts';
import { createJournal } from './journal.ts';

const exchangeOf = (target: string, headers: Record<string, string> = {}, body = ''): Exchange => ({
  id: 'x-1',
  startedAt: 1000,
  sandbox: 'default',
  operation: undefined,
  firings: undefined,
  request: { method: 'POST', target, headers, body: Buffer.from(body) },
  answer: { status: 422, headers: [], body: Buffer.from('12345'), source: 'problem' },
  violations: undefined,
  declaredViolations: [
    {
      in: 'body',
      path: ['items', '*', 'email'],
      code: 'format',
    },
  ],
});

describe('journal', () => {
  it('holds nothing that the client wrote', () => {
    const journal = createJournal('key');
    journal.record(
      exchangeOf(
        '/people/ada@example.org?token=s3cret',
        { authorization: 'Bearer s3cret', 'idempotency-key': 'ada-1' },
        '{"email":"ada@example.org"}',
      ),
      1007,
    );
    const text = JSON.stringify(journal.entries());
    expect(text).not.toMatch(/ada|s3cret|example\.org/);
    expect(journal.entries()[0]).toMatchObject({
      status: 422,
      durationMs: 7,
      bytesIn: 27,
      bytesOut: 5,
      violations: ['body format /items/*/email'],
    });
  });

  it('knows equal requests again, under its own key only', () => {
    const journal = createJournal('key');
    const other = createJournal('another key');
    journal.record(exchangeOf('/a', {}, 'same'), 0);
    journal.record(exchangeOf('/a', {}, 'same'), 0);
    other.record(exchangeOf('/a', {}, 'same'), 0);
    const [first, second] = journal.entries();
    expect(first?.bodyDigest).toBe(second?.bodyDigest);
    expect(first?.pathDigest).toBe(second?.pathDigest);
    expect(other.entries()[0]?.bodyDigest).not.toBe(first?.bodyDigest);
  });

  it('keeps the most recent entries, oldest first', () => {
    const journal = createJournal('key', 2);
    for (const id of ['a', 'b', 'c']) journal.record({ ...exchangeOf('/'), id }, 0);
    expect(journal.entries().map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('takes an unknown method for other, so that clients cannot fill it with words', () => {
    const journal = createJournal('key');
    const exchange = exchangeOf('/');
    journal.record({ ...exchange, request: { ...exchange.request, method: 'ADA' } }, 0);
    expect(journal.entries()[0]?.method).toBe('other');
  });

  it('forgets one sandbox and goes on in order', () => {
    const journal = createJournal('key', 3);
    const record = (id: string, sandbox: string) => journal.record({ ...exchangeOf('/'), id, sandbox }, 0);
    for (const [id, sandbox] of [
      ['a', 'x'],
      ['b', 'y'],
      ['c', 'x'],
      ['d', 'y'],
    ] as const)
      record(id, sandbox);
    journal.forget('x');
    record('e', 'x');
    record('f', 'y');
    expect(journal.entries().map(({ id }) => id)).toEqual(['d', 'e', 'f']);
  });

  it('tells watchers of each entry until they are ended', () => {
    const journal = createJournal('key');
    const seen: string[] = [];
    const end = journal.watch(({ id }) => seen.push(id));
    journal.record({ ...exchangeOf('/'), id: 'a' }, 0);
    end();
    journal.record({ ...exchangeOf('/'), id: 'b' }, 0);
    expect(seen).toEqual(['a']);
  });
});
