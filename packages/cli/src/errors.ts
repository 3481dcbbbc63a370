/**
 * The command's error catalogue: what can stop a command before the engine or outside it, with its exit code. Wording of
 * the document's own faults is the engine's. docs/errors.md mirrors it.
 */

export interface CliCatalogueEntry {
  /** 2 where the command line is wrong, 1 where the command was understood and could not be done. */
  readonly exitCode: 1 | 2;
  readonly title: string;
  /** What to do next. */
  readonly hint: string;
}

export const cliCatalogue = {
  USAGE: { exitCode: 2, title: 'The command line is wrong', hint: 'See --help.' },
  NODE_TOO_OLD: {
    exitCode: 2,
    title: 'The command runs on a newer Node only',
    hint: 'Install Node 24 from nodejs.org; in a clone of the repository npm start brings it.',
  },
  NO_DOCUMENT: {
    exitCode: 2,
    title: 'No document was named',
    hint: 'Name an OpenAPI document, or list documents[] in stunt.yaml.',
  },
  CONFIG_NOT_FOUND: {
    exitCode: 1,
    title: 'The configuration file cannot be read',
    hint: 'Check the path in --config.',
  },
  CONTRACTS_UNUSABLE: {
    exitCode: 2,
    title: 'The registry of contracts inside the double cannot be used',
    hint: 'Leave --contracts out, or look after .stunt/contracts.sqlite.',
  },
  CONFIG_SYNTAX: { exitCode: 1, title: 'The configuration file is no YAML', hint: 'Fix the line that is named.' },
  CONFIG_INVALID: {
    exitCode: 1,
    title: 'The configuration file holds something else than expected',
    hint: 'Fix the places that are named; the JSON Schema of the file is stunt.schema.json.',
  },
  PORT_IN_USE: { exitCode: 1, title: 'The port is in use', hint: 'Start with another --port; 0 takes a free one.' },
  LISTEN_REFUSED: {
    exitCode: 1,
    title: 'The system refuses to listen there',
    hint: 'Choose an address of this machine and a port from 1024 on.',
  },
  CONTROL_NOT_FOUND: {
    exitCode: 1,
    title: 'No running double is known',
    hint: 'Start one in this folder, or name its control address with --control.',
  },
  CONTROL_UNREACHABLE: {
    exitCode: 1,
    title: 'The double does not answer',
    hint: 'Start it, or name its control address with --control.',
  },
  SANDBOX_GONE: {
    exitCode: 1,
    title: 'The sandbox was deleted while its webhooks were listened to',
    hint: 'Make it anew, or listen to another one: sandbox list.',
  },
  SCENARIO_FILE: { exitCode: 1, title: 'The file of the scenario cannot be read', hint: 'Check the path.' },
  SANDBOX_FILE: {
    exitCode: 1,
    title: 'The file of the sandbox cannot be read',
    hint: 'Name a file that sandbox export printed.',
  },
  NO_RUN: { exitCode: 1, title: 'There is no run of a scenario', hint: 'Start one: scenario run NAME.' },
  NO_PHASE: { exitCode: 1, title: 'The scenario has no such phase', hint: 'See: scenario list.' },
  NO_PACTS: {
    exitCode: 2,
    title: 'There is no pact to verify',
    hint: 'Check the selectors: contract list shows what there is. If none is right, --allow-no-pacts.',
  },
  REPORT_NOT_WRITTEN: { exitCode: 1, title: 'The report cannot be written', hint: 'Check the path in --output.' },
  NOTHING_RECORDED: {
    exitCode: 1,
    title: 'There is nothing to make a contract of',
    hint: 'Let the client call the sandbox, at the address that `sandbox show` prints.',
  },
  CLIENT_NOT_STARTED: { exitCode: 2, title: "The client's command cannot be started", hint: 'As in: -- npm test' },
  CLIENT_FAILED: {
    exitCode: 1,
    title: "The client's command failed while it was recorded",
    hint: 'Fix the client or its tests, then record again.',
  },
  FIELDS_FILE: { exitCode: 2, title: 'The file of fields cannot be read', hint: 'Check the path in --fields.' },
  UNEXPECTED: {
    exitCode: 1,
    title: 'The command failed in a way that nobody foresaw',
    hint: 'This is a bug: repeat with --debug and report what it prints.',
  },
} as const satisfies Record<string, CliCatalogueEntry>;

export type CliErrorCode = keyof typeof cliCatalogue;

/** An operator's mistake that the command finds before the engine is asked. */
export class CliError extends Error {
  readonly code: CliErrorCode;
  readonly hint: string;
  override readonly name = 'CliError';

  constructor(code: CliErrorCode, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint ?? cliCatalogue[code].hint;
  }
}
