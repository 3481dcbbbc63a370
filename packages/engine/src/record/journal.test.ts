import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../exchange.ts';
import { createJournal } from './journal.ts';

const LETTERS = 'abcdefgh';
const idOf = (serial: number): string => LETTERS[serial] ?? '';
const serialOf = (id: string): number => LETTERS.indexOf(id);

const exchangeOf = (target: string, headers: Record<string, string> = {}, body = ''): Exchange => ({
  serial: 0,
  id: 'a',
  startedAt: 1000,
  sandbox: 'default',
  operation: undefined,
  credential: undefined,
  limitFields: undefined,
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
    const journal = createJournal('key', idOf);
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

  it('counts no bytes of an answer to HEAD, whose length is that of the body it would have', () => {
    const journal = createJournal('key', idOf);
    const asked = exchangeOf('/a');
    journal.record({ ...asked, request: { ...asked.request, method: 'HEAD' } }, 0);
    expect(journal.entries()[0]).toMatchObject({ method: 'HEAD', bytesOut: 0 });
  });

  it('knows equal requests again, under its own key only', () => {
    const journal = createJournal('key', idOf);
    const other = createJournal('another key', idOf);
    journal.record(exchangeOf('/a', {}, 'same'), 0);
    journal.record(exchangeOf('/a', {}, 'same'), 0);
    other.record(exchangeOf('/a', {}, 'same'), 0);
    const [first, second] = journal.entries();
    expect(first?.bodyDigest).toBe(second?.bodyDigest);
    expect(first?.pathDigest).toBe(second?.pathDigest);
    expect(other.entries()[0]?.bodyDigest).not.toBe(first?.bodyDigest);
  });

  it('keeps the most recent entries, oldest first', () => {
    const journal = createJournal('key', idOf, 2);
    for (const id of ['a', 'b', 'c']) journal.record({ ...exchangeOf('/'), serial: serialOf(id) }, 0);
    expect(journal.entries().map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('takes an unknown method for other, so that clients cannot fill it with words', () => {
    const journal = createJournal('key', idOf);
    const exchange = exchangeOf('/');
    journal.record({ ...exchange, request: { ...exchange.request, method: 'ADA' } }, 0);
    expect(journal.entries()[0]?.method).toBe('other');
  });

  it('forgets one sandbox, and goes on in order', () => {
    const journal = createJournal('key', idOf, 3);
    const record = (id: string, sandbox: string) =>
      journal.record({ ...exchangeOf('/'), serial: serialOf(id), sandbox }, 0);
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
    expect(journal.entries().map(({ id }) => id)).toEqual(['b', 'd', 'e', 'f']);
    expect(journal.entries('x').map(({ id }) => id)).toEqual(['e']);
  });

  it('keeps what one sandbox did, however much another does', () => {
    const journal = createJournal('key', idOf, 2);
    journal.record({ ...exchangeOf('/'), serial: 0, sandbox: 'quiet' }, 0);
    for (const serial of [1, 2, 3]) journal.record({ ...exchangeOf('/'), serial, sandbox: 'busy' }, 0);
    expect(journal.entries().map(({ id }) => id)).toEqual(['a', 'c', 'd']);
  });

  it('tells paths apart, long or short, and over many blocks', () => {
    const journal = createJournal('key', idOf, 200);
    const long = `/${'x'.repeat(2000)}`;
    const paths = Array.from({ length: 100 }, (_, at) => (at % 3 === 0 ? `${long}${at}` : `/p${at}`));
    for (const path of [...paths, ...paths]) journal.record(exchangeOf(path), 0);
    const digests = journal.entries().map(({ pathDigest }) => pathDigest);
    expect(new Set(digests).size).toBe(100);
    expect(digests.slice(0, 100)).toEqual(digests.slice(100));
  });

  it('tells watchers of each entry until they are ended', () => {
    const journal = createJournal('key', idOf);
    const seen: string[] = [];
    const end = journal.watch(({ id }) => seen.push(id));
    journal.record({ ...exchangeOf('/'), serial: 0 }, 0);
    end();
    journal.record({ ...exchangeOf('/'), serial: 1 }, 0);
    expect(seen).toEqual(['a']);
  });
});
