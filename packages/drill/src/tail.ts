import { stripVTControlCharacters } from 'node:util';

const LINES = 40;
const CHARACTERS = 4000;

/** The end of what a command printed, without what terminals are told. */
export function tailOf(output: string): string {
  const text = stripVTControlCharacters(output)
    .replace(/(?![\t\n])\p{Cc}/gu, '')
    .trimEnd();
  const lines = text.slice(-CHARACTERS).split('\n');
  return lines.slice(-LINES).join('\n');
}
