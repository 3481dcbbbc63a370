import { describe, expect, it } from '@jest/globals';
import { parseDuration, printDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['200ms', 200],
    ['30s', 30_000],
    ['1.5s', 1500],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['0s', 0],
    ['36500d', 3_153_600_000_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '30',
    's',
    '-1s',
    '1 s',
    '1e3s',
    '1h30m',
    'Infinityms',
    '36500.1d',
    '99999999999d',
    `${'9'.repeat(400)}d`,
    30,
    null,
    undefined,
    {},
  ])('takes %j for none', (value) => {
    expect(parseDuration(value)).toBeUndefined();
  });
});

describe('printDuration', () => {
  it.each([
    [200, '200ms'],
    [30_000, '30s'],
    [90_000, '90s'],
    [3_600_000, '1h'],
    [604_800_000, '7d'],
    [0, '0s'],
    [0.5, '0.5ms'],
  ])('writes %d as %s', (ms, text) => {
    expect(printDuration(ms)).toBe(text);
    expect(parseDuration(text)).toBe(ms);
  });
});
