import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { faultKinds } from './catalogue.ts';
import { bed, run } from './faults-fixture.ts';

/** Holds docs/faults.md to the rules. */

const page = readFileSync(join(import.meta.dirname, '../../../../docs/faults.md'), 'utf8');

/** Names in the first column of the table below a heading. */
function named(heading: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const cells = [...section.matchAll(/^\| ([^|]+) \|/gm)].slice(1).map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
}

/** What a part of a rule is said to have, where it has something that it does not know. */
function members(part: 'where' | 'when'): string[] {
  try {
    bed().faults.put('default', { kind: 'status', [part]: { unheardOf: 1 } });
  } catch (error) {
    const [, list = ''] = /it has ([^.]*)\./.exec(String(error)) ?? [];
    return list.split(', ');
  }
  return [];
}

describe('docs/faults.md', () => {
  it('shows rules that are taken', () => {
    const { faults } = bed({ kinds: faultKinds });
    const rules = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']) => JSON.parse(text));
    expect(rules).toHaveLength(1);
    for (const rule of rules) expect(faults.put('default', rule)).toMatchObject({ input: rule });
  });

  it('has every condition and every time', () => {
    expect(named('Where').toSorted()).toEqual(members('where').toSorted());
    expect(named('When').toSorted()).toEqual(members('when').toSorted());
  });

  it('shows header fields that are understood', async () => {
    const texts = [...page.matchAll(/`X-Stunt-Fault: ([^`]+)`/g)].map(([, text = '']) => text);
    expect(texts.length).toBeGreaterThan(1);
    for (const text of texts) {
      const { faults, clock } = bed({ kinds: faultKinds });
      const { exchange, answer } = run({ faults }, { headers: { 'x-stunt-fault': text } });
      clock.advance(60_000);
      await answer;
      expect(exchange.firings?.every(({ fired }) => fired)).toBe(true);
    }
  });
});
