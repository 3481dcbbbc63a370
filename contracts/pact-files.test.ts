import { describe, expect, it } from '@jest/globals';
import { mergePacts, type PactFile, pactText, parsePact } from './pact-files.ts';

const pact = (consumer: string, ...descriptions: string[]): PactFile => ({
  consumer: { name: consumer },
  provider: { name: 'platform' },
  interactions: descriptions.map((description) => ({ description, key: 'volatile', response: { status: 200 } })),
});

describe('merging pacts', () => {
  it('gives one pact for each consumer, whatever the order of the files', () => {
    const files = [pact('b', 'two', 'one'), pact('a', 'three'), pact('b', 'four')];
    const texts = (order: readonly PactFile[]) => mergePacts(order).map(pactText);
    expect(texts(files)).toEqual(texts(files.toReversed()));
    const [first, second] = mergePacts(files);
    expect(first?.interactions.map(({ description }) => description)).toEqual(['three']);
    expect(second?.interactions.map(({ description }) => description)).toEqual(['four', 'one', 'two']);
  });

  it('writes the same bytes for the same interactions, and no version of a library', () => {
    const withLibrary = { ...pact('a', 'one'), metadata: { 'pact-js': { version: '17.1.4' } } };
    const [merged] = mergePacts([withLibrary]);
    const text = merged ? pactText(merged) : '';
    expect(text).not.toContain('17.1.4');
    expect(text).not.toContain('volatile');
    expect(JSON.parse(text)).toEqual({
      consumer: { name: 'a' },
      interactions: [{ description: 'one', response: { status: 200 } }],
      metadata: { pactSpecification: { version: '4.0' } },
      provider: { name: 'platform' },
    });
  });

  it('keeps an interaction once that two files wrote alike, and refuses two that differ under one name', () => {
    expect(mergePacts([pact('a', 'one'), pact('a', 'one')])[0]?.interactions).toHaveLength(1);
    const other = { ...pact('a'), interactions: [{ description: 'one', response: { status: 404 } }] };
    expect(() => mergePacts([pact('a', 'one'), other])).toThrow(
      'Two interactions of a are called "one" given [], and differ. Give each its own description.',
    );
  });

  it('says which file is no pact', () => {
    expect(() => parsePact('{"consumer":{}}', 'a.json')).toThrow('a.json is no pact');
  });
});
