import type { PrismHttpComponents } from '@stoplight/prism-http';

/** The logger that prism-http asks for: hands on what fails, drops the rest. Never writes anywhere itself. */
export function prismLogger(onFailure: (line: string) => void): PrismHttpComponents['logger'] {
  const drop = (): void => {};
  const hand = (...words: unknown[]): void =>
    onFailure(
      words
        .filter((word) => typeof word === 'string')
        .join(' ')
        .replace(COLOURS, ''),
    );
  const logger = {
    level: 'error',
    fatal: hand,
    error: hand,
    warn: drop,
    info: drop,
    debug: drop,
    trace: drop,
    silent: drop,
    success: drop,
    child: () => logger,
  };
  // prism-http is typed for a whole pino, of which it calls these methods only.
  return logger as unknown as PrismHttpComponents['logger'];
}

const ESCAPE = String.fromCharCode(27);
const COLOURS = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');
