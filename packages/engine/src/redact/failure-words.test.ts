import { describe, expect, it } from '@jest/globals';
import { StuntError } from '../errors.ts';
import { failureWords } from './failure-words.ts';

describe('failureWords', () => {
  it('names kind, code and places, and nothing of the message', () => {
    const error = Object.assign(new TypeError('no ada@example.org\n    at ada (ada.ts:1:1)'), {
      code: 'ERR_INVALID_CHAR',
    });
    expect(failureWords(error)).toMatch(/^TypeError ERR_INVALID_CHAR at failure-words\.test\.ts:\d+( < [\w.-]+:\d+)*$/);
    expect(failureWords(error)).not.toMatch(/ada/);
  });

  it('names the file of a module that was loaded anew, and nothing of its query', () => {
    const stack = [
      'Error: x',
      '    at quote (file:///srv/my%20own/order-quotes.ts?v=1764363600000.5-42:3:11)',
      '    at async file:///srv/run-handler.ts:71:5',
    ].join('\n');
    expect(failureWords(Object.assign(new Error('x'), { stack }))).toBe(
      'Error at order-quotes.ts:3 < run-handler.ts:71',
    );
  });

  it('trusts neither names nor codes that are not known, nor what is no error', () => {
    const named = Object.assign(new Error('x'), { name: 'Ada', code: 'ada lovelace', stack: 'Ada: x' });
    expect(failureWords(named)).toBe('Error');
    expect(failureWords('ada')).toBe('something was thrown that is no error');
    expect(failureWords({ message: 'ada' })).toBe('something was thrown that is no error');
  });

  it('says what is wrong with a document', () => {
    expect(failureWords(new StuntError('SPEC_OPERATION_BROKEN', 'getOrder has no path'))).toBe(
      'SPEC_OPERATION_BROKEN getOrder has no path',
    );
  });
});
