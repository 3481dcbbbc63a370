import type { PrismHttpComponents } from '@stoplight/prism-http';

/**
 * The logger that prism-http asks for: hands on what goes wrong with callbacks, of which no answer tells; drops the rest.
 * Never writes anywhere itself.
 */
export function prismLogger(onFailure: (line: string) => void): PrismHttpComponents['logger'] {
  const hand = (...words: unknown[]): void =>
    onFailure(
      words
        .filter((word) => typeof word === 'string')
        .join(' ')
        .replace(COLOURS, ''),
    );
  const callbacks = loggerWith(hand);
  return loggerWith(drop, ({ name }) => (name === 'CALLBACK' ? callbacks : undefined));
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
