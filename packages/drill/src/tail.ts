const LINES = 40;
const CHARACTERS = 4000;

/** The end of what a command printed, without what terminals are told. */
export function tailOf(output: string): string {
  const text = output.replace(CONTROL, '').trimEnd();
  const lines = text.slice(-CHARACTERS).split('\n');
  return lines.slice(-LINES).join('\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what is taken out are control characters.
const CONTROL = /\u001b\[[\d;?]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f]/g;
