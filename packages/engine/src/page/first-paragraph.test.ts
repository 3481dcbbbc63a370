import { describe, expect, it } from '@jest/globals';
import { firstParagraph } from './first-paragraph.ts';

describe('the first paragraph', () => {
  it('is plain text, headings left out', () => {
    expect(
      firstParagraph('# Orders\n\nSell **things** to `people`, see\n[the guide](https://x.example).\n\nMore.'),
    ).toBe('Sell things to people, see the guide.');
  });

  it('is cut at a word where it is long', () => {
    const text = firstParagraph('word '.repeat(300)) ?? '';
    expect([text.length <= 502, text.endsWith('word …')]).toEqual([true, true]);
  });

  it('is none where there is no text', () => {
    expect([undefined, 7, '', '# Only a heading'].map(firstParagraph)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
