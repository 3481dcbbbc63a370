import { describe, expect, it } from '@jest/globals';
import { CliError, type CliErrorCode, cliCatalogue } from '../errors.ts';
import { complaint } from './complaint.ts';

describe('complaint', () => {
  it('tells an operator the code, what failed and what to do, without a stack', () => {
    const error = new CliError('PORT_IN_USE', 'port 1 is in use', 'Start with --port 2');
    const text = 'error PORT_IN_USE: port 1 is in use\nhint: Start with --port 2';
    expect(complaint(error, { debug: true })).toEqual({ exitCode: 1, text });
  });

  it('ends with the exit code of the catalogue', () => {
    for (const code of Object.keys(cliCatalogue) as CliErrorCode[]) {
      if (code !== 'UNEXPECTED')
        expect(complaint(new CliError(code, ''), { debug: false }).exitCode).toBe(cliCatalogue[code].exitCode);
    }
  });

  it('calls everything else a bug, in one line, with the stack where it was asked for', () => {
    const error = new TypeError('x is not a function\nmore');
    expect(complaint(error, { debug: false }).text.split('\n')).toEqual([
      'error UNEXPECTED: x is not a function',
      'hint: This is a bug: repeat with --debug and report what it prints.',
    ]);
    expect(complaint(error, { debug: true }).text).toContain('complaint.test.ts');
  });
});
