import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { answerOf, contextOf, planOf, problemsOf } from '../../testing/fault-context.ts';
import type { FaultKind } from '../fault-kind.ts';
import { parseOptions, readAnyFile } from '../parse-options.ts';
import { answer } from './answer.ts';

const kind: FaultKind<unknown> = answer;

describe('answer', () => {
  it('is what was given, with the length of it', () => {
    const made = answerOf(planOf('answer', { status: 201, headers: { Location: '/orders/7' }, body: { id: 7 } }));
    expect([made.status, made.text]).toEqual([201, '{"id":7}']);
    expect(['Content-Type', 'Location', 'Content-Length'].map((name) => made.header(name))).toEqual([
      'application/json',
      '/orders/7',
      '8',
    ]);
  });

  it('keeps the media type that was given', () => {
    const made = answerOf(planOf('answer', { headers: 'content-type: application/hal+json', body: '{}' }));
    expect(made.header('Content-Type')).toBe('application/hal+json');
  });

  it('is empty where nothing was given', () => {
    const made = answerOf(planOf('answer'));
    expect([made.status, made.text, made.header('Content-Length')]).toEqual([200, '', '0']);
  });

  it('has the bytes that a file had when the rule was made', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stunt-answer-'));
    const file = join(folder, 'body.xml');
    writeFileSync(file, '<a/>');
    const parsed = parseOptions(kind, { file }, readAnyFile);
    rmSync(folder, { recursive: true });
    const made = answerOf(kind.plan(parsed.kind === 'parsed' ? parsed.options : {}, contextOf()));
    expect([made.text, made.header('Content-Type')]).toEqual(['<a/>', 'application/xml']);
  });

  it('refuses what contradicts itself', () => {
    expect(problemsOf('answer', { status: 204, body: 'x' })).toEqual([
      'status 204 has no body; leave body and file out.',
    ]);
    expect(problemsOf('answer', { headers: { 'Content-Length': 3 } })).toEqual([
      'headers had Content-Length, which the double sets by itself; leave it out.',
    ]);
  });
});
