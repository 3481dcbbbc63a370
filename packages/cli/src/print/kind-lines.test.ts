import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeKinds } from '@stuntdouble/engine';
import { kindsAsMarkdown, kindsAsText } from './kind-lines.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/faults.md'), 'utf8');

describe('kindsAsMarkdown', () => {
  it('is the table of docs/faults.md; print it anew with: stunt fault kinds --format markdown', () => {
    const [, table] = /<!-- kinds -->\n(.*?)\n<!-- \/kinds -->/s.exec(page) ?? [];
    expect(table).toBe(kindsAsMarkdown(describeKinds()));
  });
});

describe('kindsAsText', () => {
  it('has a paragraph for each kind, with its flags', () => {
    const text = kindsAsText(describeKinds());
    expect(text.split('\n\n')).toHaveLength(describeKinds().length);
    expect(text).toMatch(/^reset \(.*\): .*\n {4}--at +accept\|before\|after\|body +.*\[before\]$/m);
  });
});
