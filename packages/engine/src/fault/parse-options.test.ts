import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { FaultKind } from './fault-kind.ts';
import { type ParsedOptions, parseOptions, readAnyFile } from './parse-options.ts';

const kind: FaultKind<unknown> = {
  kind: 'rain',
  summary: 'it rains',
  options: {
    code: { type: 'integer', min: 200, max: 599, default: 503, description: 'Status' },
    codes: { type: 'integers', min: 200, max: 599, description: 'Several' },
    for: { type: 'duration', description: 'How long' },
    part: { type: 'fraction', description: 'How much' },
    at: { type: 'word', values: ['before', 'after'], description: 'Where' },
    loud: { type: 'boolean', description: 'Whether' },
    headers: { type: 'headers', description: 'Fields' },
    body: { type: 'json', description: 'Body' },
    file: { type: 'file', description: 'Body' },
    spread: {
      type: 'object',
      description: 'Between',
      fields: {
        min: { type: 'duration', default: '0s', description: 'Least' },
        max: { type: 'duration', required: true, description: 'Most' },
      },
    },
  } as FaultKind<unknown>['options'],
  layerOf: () => 'edge',
  plan: () => ({ do: 'nothing', why: 'dry' }),
};

const optionsOf = (given: Record<string, unknown>, readFile = readAnyFile): ParsedOptions =>
  parseOptions(kind, given, readFile);
const parsed = (options: unknown): unknown => ({ kind: 'parsed', options });
const refused = (...problems: string[]): unknown => ({ kind: 'refused', problems });

describe('parseOptions', () => {
  it('fills in defaults and leaves out what was not given', () => {
    expect(optionsOf({})).toEqual(parsed({ code: 503 }));
  });

  it('reads the same from JSON and from the words of a command line', () => {
    const json = {
      code: 500,
      codes: [500, 503],
      for: '1.5s',
      part: 0.5,
      loud: true,
      spread: { min: '100ms', max: '1s' },
    };
    const words = { code: '500', codes: '500,503', for: '1.5s', part: '0.5', loud: '', spread: 'min=100ms,max=1s' };
    const options = { code: 500, codes: [500, 503], for: 1500, part: 0.5, loud: true, spread: { min: 100, max: 1000 } };
    expect(optionsOf(json)).toEqual(parsed(options));
    expect(optionsOf(words)).toEqual(parsed(options));
  });

  it('takes header fields as an object, as lines, and as one line', () => {
    const shard = parsed({ code: 503, headers: ['X-Shard', '7'] });
    expect(optionsOf({ headers: { 'X-Shard': 7 } })).toEqual(shard);
    expect(optionsOf({ headers: ['X-Shard: 7'] })).toEqual(shard);
    expect(optionsOf({ headers: 'X-Shard: 7' })).toEqual(shard);
    expect(optionsOf({ headers: { 'Set-Cookie': ['a=1', 'b=2'] } })).toEqual(
      parsed({ code: 503, headers: ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'] }),
    );
  });

  it.each([
    [{ code: 99 }, 'code was 99; allowed: a whole number from 200 to 599.'],
    [{ code: 503.5 }, 'code was 503.5; allowed: a whole number from 200 to 599.'],
    [{ codes: '500,x' }, 'codes was "500,x"; allowed: one or more whole numbers from 200 to 599, such as 500,503.'],
    [{ for: 30 }, 'for was 30; allowed: a duration such as 200ms, 30s, 5m, 2h or 7d, from 0s to 7d.'],
    [{ for: '9d' }, 'for was "9d"; allowed: a duration such as 200ms, 30s, 5m, 2h or 7d, from 0s to 7d.'],
    [{ part: 2 }, 'part was 2; allowed: a number from 0 to 1.'],
    [{ at: 'befor' }, 'at was "befor"; allowed: before, after.'],
    [{ loud: 'very' }, 'loud was "very"; allowed: true or false.'],
    [{ spread: 3 }, 'spread was 3; allowed: min=…,max=…, or an object.'],
    [{ spread: { min: '1s' } }, 'rain needs spread.max: Most.'],
    [{ spread: { mx: '1s', max: '1s' } }, 'rain has no option spread.mx; it has min, max. Did you mean spread.max?'],
    [{ cod: 503 }, expect.stringMatching(/^rain has no option cod; it has code, .* Did you mean code\?$/)],
    [{ toString: 1 }, expect.stringMatching(/^rain has no option toString; /)],
    [{ headers: { 'X Y': 'a' } }, expect.stringMatching(/^headers was .*; allowed: header fields/)],
    [{ headers: { X: 'a\r\nEvil: 1' } }, expect.stringMatching(/^headers was .*; allowed: header fields/)],
  ])('refuses %j', (given, problem) => expect(optionsOf(given)).toEqual({ kind: 'refused', problems: [problem] }));

  it('names every problem, not only the first', () => {
    expect(optionsOf({ code: 1, part: 'x' })).toEqual(
      refused('code was 1; allowed: a whole number from 200 to 599.', 'part was "x"; allowed: a number from 0 to 1.'),
    );
  });

  it('reads a file once, and says why where it cannot', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stunt-options-'));
    const path = join(folder, 'body.json');
    writeFileSync(path, '{}');
    expect(optionsOf({ file: path })).toEqual(parsed({ code: 503, file: { path, bytes: Buffer.from('{}') } }));
    expect(optionsOf({ file: join(folder, 'none.json') })).toEqual(
      refused(expect.stringContaining('allowed: a file that can be read (ENOENT') as unknown as string),
    );
    rmSync(folder, { recursive: true });
  });

  it('reads no file for a caller who did not ask for it', () => {
    expect(parseOptions(kind, { file: '/etc/hostname' })).toEqual(
      refused(
        'file was "/etc/hostname"; allowed: a file that can be read (files are not read for this caller; give a body instead).',
      ),
    );
  });
});
