import { setTimeout as wait } from 'node:timers/promises';
import {
  beginRecording,
  type RecordingSession,
  type TakenExchanges,
  takeRecorded,
} from '../contract/recording-session.ts';
import { runClient } from '../contract/run-client.ts';
import { servedDocuments } from '../contract/served-documents.ts';
import { fieldsIn, type RecordedContract, writeRecorded } from '../contract/write-recorded.ts';
import { connectSandbox } from '../control/control-client.ts';
import { CliError } from '../errors.ts';
import type { ContractRecordArguments } from '../options/contract-record-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { recordingLines } from '../print/recording-lines.ts';

type Write = (taken: TakenExchanges) => Promise<RecordedContract>;

/** How often a recording that is followed is written. */
const WRITE_MS = 1000;

/** `stunt contract record`: a pact of what a client did in a sandbox: so far, until ^C, or while its own command ran. */
export async function contractRecord(args: ContractRecordArguments, invocation: Invocation): Promise<Outcome> {
  const command = commandIn(invocation);
  for (const role of ['consumer', 'provider'] as const)
    if (args[role].trim() === '') throw new CliError('USAGE', `--${role} is empty; it takes a name`);
  const control = await connectSandbox(args, invocation);
  const recorded = command || args.follow ? undefined : await takeRecorded(control);
  const documents = await servedDocuments(control, args.document ?? [], invocation.cwd);
  const fields = await fieldsIn(args.fields, documents, invocation.cwd);
  const write: Write = (taken) => writeRecorded(taken, documents, fields, args, invocation.cwd);
  if (recorded) return told(await write(recorded), args);
  const session = await beginRecording(control);
  const ending = command
    ? whileRunning(command, session, write, args, invocation)
    : untilStopped(session, write, args, invocation);
  return { exitCode: 0, text: [], ending: ending.finally(session.end) };
}

const told = (contract: RecordedContract, { format }: ContractRecordArguments): Outcome => ({
  exitCode: 0,
  text: recordingLines(contract),
  ...(format === 'json' && { json: contract }),
});

function say(contract: RecordedContract, { format }: ContractRecordArguments, invocation: Invocation): void {
  if (format === 'json') invocation.say(JSON.stringify(contract, null, 2));
  else for (const line of recordingLines(contract)) invocation.say(line);
}

/** What stands behind `--`. */
function commandIn({ args }: Invocation): readonly string[] | undefined {
  const at = args.indexOf('--');
  if (at === -1) return undefined;
  const command = args.slice(at + 1);
  if (command.length === 0) throw new CliError('USAGE', 'nothing stands behind --', 'As in: -- npm test');
  return command;
}

/** A client that failed did not do what its contract is to say. */
async function whileRunning(
  command: readonly string[],
  session: RecordingSession,
  write: Write,
  args: ContractRecordArguments,
  invocation: Invocation,
): Promise<Outcome['exitCode']> {
  // A ^C ends the client; what it did until then is told as its failure.
  invocation.onStop();
  const exitCode = await runClient(command, session.baseUrl, invocation);
  if (exitCode !== 0)
    throw new CliError('CLIENT_FAILED', `the client's command ended with exit code ${exitCode}: nothing was written`);
  say(await write(await session.take()), args, invocation);
  return 0;
}

/** Written as it goes, so that what was recorded is not lost with either process. */
async function untilStopped(
  session: RecordingSession,
  write: Write,
  args: ContractRecordArguments,
  { log, ...invocation }: Invocation,
): Promise<Outcome['exitCode']> {
  const stopped = invocation.onStop();
  log(`recording what comes to ${session.baseUrl}; ^C ends it`);
  let seen = 0;
  while (!stopped.aborted) {
    await wait(WRITE_MS, undefined, { signal: stopped }).catch(() => undefined);
    const taken = await session.take();
    const isNew = taken.exchanges.length !== seen;
    seen = taken.exchanges.length;
    if (isNew && !stopped.aborted) await write(taken).catch(ifNothing);
  }
  say(await write(await session.take()), args, { log, ...invocation });
  return 0;
}

/** Something that can be recorded may still come. */
function ifNothing(error: unknown): void {
  if (!(error instanceof CliError && error.code === 'NOTHING_RECORDED')) throw error;
}
