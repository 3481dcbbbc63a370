import type { Notice } from '@stuntdouble/pact';

/** What a broker has to say, indented below what was done; its errors and warnings say that they are. */
export function noticeLines(notices: readonly Notice[]): string[] {
  return notices.flatMap(({ type, text }) => {
    const word = { error: 'error: ', danger: 'error: ', warning: 'warning: ' }[type] ?? '';
    return text
      .split('\n')
      .map((line, index) => (line.trim() === '' ? '' : `  ${index === 0 ? word : ''}${line.trim()}`));
  });
}
