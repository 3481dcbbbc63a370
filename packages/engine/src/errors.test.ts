import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { catalogue } from './errors.ts';
import { problemOf } from './problem.ts';

const source = import.meta.dirname;
const page = readFileSync(join(source, '../../../docs/errors.md'), 'utf8');

/** Rows of the table below a heading of docs/errors.md: code, second column, title. */
function documented(heading: string): (readonly string[])[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const rows = [...section.matchAll(/^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|/gm)];
  return rows.map(([, code = '', column = '', title = '']) => [code, column, title]);
}

/** Everything that is neither the catalogue nor a mere rendering of it. */
function sourceText(): string {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|^errors\.ts$|^problem\.ts$|prism-problem\.ts$/.test(file))
    .map((file) => readFileSync(join(source, file), 'utf8'))
    .join('\n');
}

/** Refused to whoever controls the double, with the status that the control API gives it. */
const CONTROL = /^(CONTROL|FAULT|SCENARIO|INVITATION|RECORDING|WEBHOOK)_|^REQUEST_UNKNOWN$|^SANDBOX_(KEPT|PORT)$/;

const entries = Object.entries(catalogue).map(([code, entry]) => ({
  code,
  status: 'status' in entry ? entry.status : undefined,
  title: entry.title,
}));

describe('catalogue', () => {
  it('is what docs/errors.md lists for requests', () => {
    const answers = entries.filter(({ status }) => status !== undefined);
    expect(documented('Requests').toSorted()).toEqual(
      answers.map(({ code, status, title }) => [code, String(status), title]).toSorted(),
    );
  });

  it('is what docs/errors.md lists for control', () => {
    const control = entries.filter(({ code }) => CONTROL.test(code));
    expect(
      documented('Control')
        .map(([code, , title]) => [code, title])
        .toSorted(),
    ).toEqual(control.map(({ code, title }) => [code, title]).toSorted());
  });

  it('is what docs/errors.md lists for documents', () => {
    const findings = entries.filter(({ status, code }) => status === undefined && !CONTROL.test(code));
    expect(
      documented('The document')
        .map(([code, , title]) => [code, title])
        .toSorted(),
    ).toEqual(findings.map(({ code, title }) => [code, title]).toSorted());
  });

  it('has no code that nothing reports', () => {
    const text = sourceText();
    expect(entries.map(({ code }) => code).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });

  it('names problem types as docs/errors.md says', () => {
    const [, prefix] = /"type": "(.*:)REQUEST_INVALID"/.exec(page) ?? [];
    expect(problemOf({ code: 'BODY_TOO_LARGE', limit: 1 }).type).toBe(`${prefix}BODY_TOO_LARGE`);
  });
});
