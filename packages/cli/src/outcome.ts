/** What a command returns: what there is to say and how it ended. Commands never print; `main.ts` does, in one place. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2;
  /** For a person; in parts where the first is not to wait for the last. */
  readonly text: string | Iterable<string>;
  /** For a program, where `--format json` asked for it: printed instead of `text`. */
  readonly json?: unknown;
  /** A command that goes on (a server): settles when it is over; the process ends then. */
  readonly running?: Promise<void>;
  /** The same, where the exit code is known only at the end. */
  readonly ending?: Promise<Outcome['exitCode']>;
}

/** Where and how the command was called; handed down so that no command reads the process. */
export interface Invocation {
  /** What to type for `stunt` here: `stunt`, `npm start --`, `scripts/stunt`. */
  readonly invokedAs: string;
  /** What was typed behind it. */
  readonly args: readonly string[];
  readonly version: string;
  readonly cwd: string;
  /** What the environment says, where it says it. */
  readonly environment: { readonly controlUrl: string | undefined; readonly token: string | undefined };
  /** All of the environment, for what other tools have named: `PACT_BROKER_…`, what a CI says of its build. */
  readonly variables: Readonly<NodeJS.ProcessEnv>;
  /** All of standard input, for a command whose file is `-`. */
  readonly readInput: () => Promise<string>;
  /** A line for stderr while a command runs. */
  readonly log: (line: string) => void;
  /** A line for stdout while a command runs. */
  readonly say: (line: string) => void;
  /** From the call on, SIGINT and SIGTERM abort the signal that it returns, instead of killing the process. */
  readonly onStop: () => AbortSignal;
}
