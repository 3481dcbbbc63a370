/**
 * What may be printed of texts that others have written: names, descriptions, answers. A terminal is sent no control characters, and the
 * log of a CI no line that it would take for a command. Changes nothing that a command says of itself.
 */
export function plainText(text: string, { isForGithub }: { readonly isForGithub: boolean }): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const visible = text.replaceAll(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, escaped);
  return isForGithub ? withoutCommands(visible) : visible;
}

/** A text of somebody else's within a line: it cannot begin one of its own. */
export const inOneLine = (text: string): string => text.replaceAll(/[\n\r\u2028\u2029]/g, escaped);

const escaped = (sign: string): string =>
  ({ '\n': String.raw`\n`, '\r': String.raw`\r` })[sign] ??
  String.raw`\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** GitHub Actions obeys `::command::` at the beginning of a line, and `##[command]` anywhere in it. */
const withoutCommands = (text: string): string => text.replaceAll(/^(\s*:):/gm, '$1 :').replaceAll('##[', '# #[');
