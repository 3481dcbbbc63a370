/** Where calls to the double of all workers are answered: on loopback. */
export interface Address {
  readonly port: number;
  /** Who does not send it is refused. */
  readonly token: string;
}

/** Workers of Jest inherit the environment of the process that runs them. */
const VARIABLE = 'STUNT_JEST_DOUBLE';

export function announce({ port, token }: Address): void {
  process.env[VARIABLE] = JSON.stringify({ port, token, jest: process.pid });
}

/** What the global set-up of this run announced; not what that of another run did, whose test runs Jest. */
export function announced(): Address | undefined {
  const text = process.env[VARIABLE];
  if (text === undefined) return undefined;
  const { port, token, jest } = JSON.parse(text);
  // Tests run in the process of Jest itself, in threads of it, or in children of it.
  return jest === process.pid || jest === process.ppid ? { port, token } : undefined;
}
