import type { PrismHttpComponents } from '@stoplight/prism-http';

/**
 * The logger that prism-http asks for: tells which callback failed, of which no answer tells, and drops the rest: what
 * prism-http says of it quotes the address, which the client chose. Never writes anywhere itself.
 */
export function prismLogger(onFailure: (line: string) => void): PrismHttpComponents['logger'] {
  const hand = (...words: unknown[]): void =>
    onFailure(toldOf(words.filter((word) => typeof word === 'string').join(' ')));
  const callbacks = loggerWith(hand);
  return loggerWith(drop, ({ name }) => (name === 'CALLBACK' ? callbacks : undefined));
}

const NETWORK = /\b(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE)\b/;

/** `onEvent: Request failed: ECONNREFUSED`; the callback's name is the document's. */
function toldOf(line: string): string {
  const [, name, failed] = /^(\S+): (Request failed: )?/.exec(line.replace(COLOURS, '')) ?? [];
  if (name === undefined || failed === undefined) return 'what a callback was answered violates the document';
  return `${name}: Request failed: ${NETWORK.exec(line)?.[0] ?? 'no answer came'}`;
}

const drop = (): void => {};

function loggerWith(
  failure: (...words: unknown[]) => void,
  childOf?: (bindings: { name?: string }) => PrismHttpComponents['logger'] | undefined,
): PrismHttpComponents['logger'] {
  const rest = { level: 'error', warn: drop, info: drop, debug: drop, trace: drop, silent: drop, success: drop };
  const child = (bindings: { name?: string }): PrismHttpComponents['logger'] => childOf?.(bindings) ?? typed;
  // prism-http is typed for a whole pino, of which it calls these methods only.
  const typed = { ...rest, fatal: failure, error: failure, child } as unknown as PrismHttpComponents['logger'];
  return typed;
}

const ESCAPE = String.fromCharCode(27);
const COLOURS = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');
