import { afterEach, describe, expect, it } from '@jest/globals';
import { announce, announced } from './address.ts';

const VARIABLE = 'STUNT_JEST_DOUBLE';
afterEach(() => void delete process.env[VARIABLE]);

describe('the address of the double of all workers', () => {
  it('reaches tests in the process of Jest, and in its children', () => {
    announce({ port: 4711, token: 't' });
    expect(announced()).toEqual({ port: 4711, token: 't' });
    process.env[VARIABLE] = JSON.stringify({ port: 4711, token: 't', jest: process.ppid });
    expect(announced()).toEqual({ port: 4711, token: 't' });
  });

  it('is not taken from another run of Jest, which started this one', () => {
    expect(announced()).toBeUndefined();
    process.env[VARIABLE] = JSON.stringify({ port: 4711, token: 't', jest: 1 });
    expect(announced()).toBeUndefined();
  });
});
