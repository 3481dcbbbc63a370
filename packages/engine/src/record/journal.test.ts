import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { createJournal } from './journal.ts';

const LETTERS = 'abcdefgh';
const idOf = (serial: number): string => LETTERS[serial] ?? '';
const serialOf = (id: string): number => LETTERS.indexOf(id);

const exchangeOf = (target: string, headers: Record<string, string> = {}, body = ''): Exchange => ({
  serial: 0,
  id: 'a',
  startedAt: 1000,
  endedAt: 0,
  tookMs: 0,
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

const fail = (): never => {
  throw new Error('there is none');
};

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

  it('keeps of each what was its own, whatever came before it', () => {
    const journal = createJournal('key', idOf);
    const operations = ['x', 'y'].map((id): Operation => ({ ...({} as Operation), id, template: `/${id}` }));
    const cases = operations.flatMap((operation) =>
      ['GET', 'POST'].flatMap((method) =>
        (['generated', 'stored'] as const).flatMap((source) =>
          ['"a";q=1;w=1', undefined].map((limits) => ({ operation, method, source, limits })),
        ),
      ),
    );
    // Neighbours have other limits, and then other operations.
    const half = cases.length / 2;
    const all = [...cases, ...cases.map((_, at) => cases[(at % 2) * half + Math.floor(at / 2)] ?? fail())];
    for (const { operation, method, source, limits } of all) {
      const exchange = exchangeOf('/');
      journal.record(
        {
          ...exchange,
          operation,
          request: { ...exchange.request, method },
          answer: { status: 200, headers: [], body: undefined, source },
          declaredViolations: undefined,
          limitFields: limits === undefined ? undefined : ['RateLimit-Policy', limits],
        },
        0,
      );
    }
    const seen = journal.entries().map((entry) => [entry.operation, entry.method, entry.source, entry.limits]);
    expect(seen).toEqual(all.map(({ operation, method, source, limits }) => [operation.id, method, source, limits]));
  });

  it('knows of each value which of three it was', () => {
    const journal = createJournal('key', idOf);
    journal.record(exchangeOf('same', { 'idempotency-key': 'other' }), 0);
    journal.record(exchangeOf('same', {}, 'other'), 0);
    journal.record(exchangeOf('other', { 'idempotency-key': 'third' }, 'same'), 0);
    const [keyed, bodied, both] = journal.entries();
    const { pathDigest: same } = keyed ?? fail();
    const other = keyed?.idempotencyDigest;
    expect(keyed?.bodyDigest).toBeUndefined();
    expect(bodied).toMatchObject({ pathDigest: same, bodyDigest: other });
    expect(bodied?.idempotencyDigest).toBeUndefined();
    expect(both).toMatchObject({ pathDigest: other, bodyDigest: same });
    expect([same, other, undefined]).not.toContain(both?.idempotencyDigest);
  });

  it('names a method that the document declares, and no other that is unusual', () => {
    const journal = createJournal('key', idOf);
    const exchange = exchangeOf('/');
    const operation: Operation = { ...({} as Operation), id: 'copyOne', method: 'COPY' };
    journal.record({ ...exchange, operation, request: { ...exchange.request, method: 'COPY' } }, 0);
    journal.record({ ...exchange, request: { ...exchange.request, method: 'COPY' } }, 0);
    expect(journal.entries().map(({ method }) => method)).toEqual(['COPY', 'other']);
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
